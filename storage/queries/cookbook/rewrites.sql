-- The largest rewrites
--
-- Edits by the number of words that came and went.
--
-- since: moment = 7 days ago
-- limit: number = 20
SELECT article_id, source_id, number, seen_at, words_added, words_removed, old_word_count,
       word_count, headline
  FROM article_change
 WHERE seen_at >= :since
 ORDER BY words_added + words_removed DESC, article_id, number
 LIMIT :limit
