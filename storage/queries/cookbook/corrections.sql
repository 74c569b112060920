-- Corrections and updates that publishers owned to
--
-- Lines such as "Correction: ..." or "This story has been updated", in the version that first says
-- them: number 1 where the article came with them. Kind: correction, update, or empty for both.
--
-- source: source = any
-- kind: text = any
-- since: moment = 30 days ago
-- limit: number = 100
SELECT article_id, source_id, number, seen_at, kind, says, headline
  FROM article_notice
 WHERE (new = 1 OR number = 1) AND seen_at >= :since AND (:source = '' OR source_id = :source)
   AND (:kind = '' OR kind = :kind)
 ORDER BY seen_at DESC, article_id, char_start
 LIMIT :limit
