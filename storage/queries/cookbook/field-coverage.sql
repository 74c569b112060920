-- Word count, author and date coverage by source over time
--
-- Shares of the current articles of each month that have the field; an inferred date does not count.
--
-- source: source = any
-- since: day = beginning
SELECT source_id, month, count(*) AS articles,
       round(CAST(avg(word_count) AS NUMERIC), 1) AS words,
       round(CAST(avg(CASE WHEN headline IS NULL THEN 0.0 ELSE 1.0 END) AS NUMERIC), 3)
         AS with_headline,
       round(CAST(avg(CASE WHEN @length(authors) > 0 THEN 1.0 ELSE 0.0 END) AS NUMERIC), 3)
         AS with_author,
       round(CAST(avg(CASE WHEN published_at IS NULL OR published_basis = 'inferred' THEN 0.0
                           ELSE 1.0 END) AS NUMERIC), 3) AS with_date
  FROM current_article
 WHERE (:source = '' OR source_id = :source) AND day >= :since
 GROUP BY month, source_id
 ORDER BY source_id, month
