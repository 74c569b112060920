-- What changed in this article
--
-- Every edit of its publisher, with words that came and went; `newsledger diff` shows the words.
--
-- article: article
SELECT number, seen_at, change, words_added, words_removed, old_headline, headline
  FROM article_change
 WHERE article_id = :article
 ORDER BY number
