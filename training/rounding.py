"""Matrices that are trained as the exported int8 runs them (quantisation-aware training).

Activations are rounded to 8 bits over the whole batch, weights to 7 bits a row of outputs, as
onnxruntime's dynamic quantisation does; the gradient passes as if nothing were rounded
(Jacob et al. 2018, "Quantization and Training of Neural Networks").
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

ACTIVATION_STEPS = 255
WEIGHT_STEPS = 64  # either side of zero: reduce_range


class RoundedLinear(nn.Linear):
    """A linear map that rounds its input and its weights while `rounded` is set."""

    rounded = False

    def forward(self, states: Tensor) -> Tensor:
        """Return the mapped states."""
        if not self.rounded:
            return super().forward(states)
        return functional.linear(round_activations(states), round_weights(self.weight), self.bias)


def set_rounding(module: nn.Module, rounded: bool) -> None:
    """Let every linear map of a module round, or not."""
    for part in module.modules():
        if isinstance(part, RoundedLinear):
            part.rounded = rounded


def round_activations(states: Tensor) -> Tensor:
    """Return the states on 256 steps between their lowest and highest value."""
    full = states.detach().float()
    lowest, highest = full.amin().clamp(max=0.0), full.amax().clamp(min=0.0)
    step = ((highest - lowest) / ACTIVATION_STEPS).clamp(min=1e-8)
    zero = torch.round(-lowest / step)
    near = torch.clamp(torch.round(full / step) + zero, 0, ACTIVATION_STEPS)
    return states + ((near - zero) * step - full).to(states.dtype)


def round_weights(weight: Tensor) -> Tensor:
    """Return the weights (outputs, inputs) on 128 steps around zero, a scale an output."""
    full = weight.detach()
    step = (full.abs().amax(1, keepdim=True) / WEIGHT_STEPS).clamp(min=1e-8)
    return weight + (torch.round(full / step) * step - full)
