package io.wfe.postgres;

import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.ResultSetExtractor;

/**
 * Remembers the queries of a provider, so that a test can explain them.
 */
final class RecordingTemplate extends JdbcTemplate {

	final List<String> queries = new ArrayList<>();

	RecordingTemplate(DataSource dataSource) {
		super(dataSource);
	}

	@Override
	public <T extends @Nullable Object> T query(String sql, @Nullable PreparedStatementSetter setter,
			ResultSetExtractor<T> extractor) {
		this.queries.add(sql);
		return super.query(sql, setter, extractor);
	}

}
