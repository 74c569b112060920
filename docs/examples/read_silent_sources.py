"""An automation on the Prefect server: a source that has fallen silent is read at once.

export PREFECT_API_URL=http://127.0.0.1:4200/api
python docs/examples/read_silent_sources.py
"""

from prefect.automations import Automation
from prefect.client.orchestration import get_client
from prefect.events.actions import RunDeployment
from prefect.events.schemas.automations import EventTrigger, Posture

SOURCE = {"__prefect_kind": "jinja", "template": "{{ event.resource['newsledger.source'] }}"}

with get_client(sync_client=True) as client:
    ingest = client.read_deployment_by_name("ingest/ingest")

made = Automation(
    name="read silent sources at once",
    trigger=EventTrigger(
        expect={"source.silent"},
        for_each={"prefect.resource.id"},
        posture=Posture.Reactive,
        threshold=1,
    ),
    actions=[RunDeployment(deployment_id=ingest.id, parameters={"sources": [SOURCE]})],
).create()
print(f"made the automation {made.name!r}")  # noqa: T201
