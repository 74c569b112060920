-- Who published first, who copied, and how fast
--
-- Pairs of sources over all groups of copies; hours from the first appearance to the copy.
--
-- since: moment = beginning
-- limit: number = 50
SELECT first_source, source_id AS copied_by, count(*) AS copies,
       round(CAST(min(hours_after_first) AS NUMERIC), 1) AS fastest_hours,
       round(CAST(avg(hours_after_first) AS NUMERIC), 1) AS usual_hours
  FROM (SELECT source_id, place, hours_after_first, appeared_at,
               first_value(source_id) OVER (PARTITION BY group_id ORDER BY place) AS first_source
          FROM copy_group) g
 WHERE place > 1 AND appeared_at >= :since
 GROUP BY first_source, source_id
 ORDER BY copies DESC, first_source, copied_by
 LIMIT :limit
