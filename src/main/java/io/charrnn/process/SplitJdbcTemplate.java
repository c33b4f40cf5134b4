package io.charrnn.process;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.core.InfrastructureProxy;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Reads on connections that only read, and updates on those that write. In a transaction,
 * all is done on its connection. What changes data and gives rows back counts as reading,
 * and so fails outside of a transaction.
 */
final class SplitJdbcTemplate extends JdbcTemplate {

	private final @Nullable SplitJdbcTemplate writing;

	SplitJdbcTemplate(DataSource writers, DataSource readers) {
		super(new Readers(writers, readers));
		this.writing = new SplitJdbcTemplate(writers);
	}

	private SplitJdbcTemplate(DataSource writers) {
		super(writers);
		this.writing = null;
	}

	@Override
	protected int update(PreparedStatementCreator statement, @Nullable PreparedStatementSetter parameters) {
		return (this.writing != null) ? this.writing.update(statement, parameters)
				: super.update(statement, parameters);
	}

	/** Passes for the writers where Spring looks for the connection of a transaction. */
	private static final class Readers extends DelegatingDataSource implements InfrastructureProxy {

		private final DataSource writers;

		Readers(DataSource writers, DataSource readers) {
			super(readers);
			this.writers = writers;
		}

		@Override
		public Object getWrappedObject() {
			return this.writers;
		}

	}

}
