package io.wfe.postgres.slice;

import org.springframework.data.repository.CrudRepository;

/**
 * Knows the articles.
 */
interface ArticleRepository extends CrudRepository<Article, String> {

}
