-- Who is mentioned together with X, month by month
--
-- Counts the current articles that speak of both; `nearest` is the fewest characters between them.
--
-- entity: entity
-- since: day = beginning
-- limit: number = 50
SELECT month, other_name, other_kind, count(DISTINCT article_id) AS articles,
       min(apart) AS nearest
  FROM co_mention
 WHERE entity_id IN (SELECT e.canonical_id FROM entity_name n JOIN entity e ON e.id = n.entity_id
                      WHERE n.name = :entity)
   AND month >= substr(:since, 1, 7)
 GROUP BY month, other_id, other_name, other_kind
 ORDER BY month DESC, articles DESC, other_name
 LIMIT :limit
