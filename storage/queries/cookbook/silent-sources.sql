-- Which sources went silent, against their own norm
--
-- A source is silent when the days since its newest article are more than its longest pause of the
-- 90 days before that article, and more than `factor` times its usual pause. A source with articles
-- on fewer than four of these days has no norm, and is left out.
--
-- today: day = today
-- factor: number = 3
WITH days AS (
    SELECT source_id, day FROM current_article WHERE day <= :today GROUP BY day, source_id
), newest AS (
    SELECT source_id, max(day) AS last_day FROM days GROUP BY source_id
), pauses AS (
    SELECT d.source_id, n.last_day,
           @days(lag(d.day) OVER (PARTITION BY d.source_id ORDER BY d.day), d.day) AS pause
      FROM days d JOIN newest n ON n.source_id = d.source_id AND @days(d.day, n.last_day) <= 90
)
SELECT source_id, last_day, @days(last_day, :today) AS silent_days,
       max(pause) AS longest_pause, round(CAST(avg(pause) AS NUMERIC), 1) AS usual_pause
  FROM pauses
 GROUP BY source_id, last_day
HAVING count(pause) >= 3 AND @days(last_day, :today) > max(pause)
   AND @days(last_day, :today) > :factor * avg(pause)
 ORDER BY silent_days DESC, source_id
