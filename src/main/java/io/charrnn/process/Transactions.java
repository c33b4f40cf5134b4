package io.charrnn.process;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Transactions on connections that their pool may take away when they fail. With the
 * connection ends what was begun on it, so that the failure itself is what is reported,
 * and not that there is nothing to roll back.
 */
final class Transactions extends JdbcTransactionManager {

	private final transient List<String> begin;

	/**
	 * Prepares transactions.
	 * @param writers gives their connections
	 * @param begin what begins one for good after the driver has begun one
	 */
	Transactions(DataSource writers, List<String> begin) {
		super(writers);
		this.begin = begin;
	}

	@Override
	protected void prepareTransactionalConnection(Connection connection, TransactionDefinition definition)
			throws SQLException {
		super.prepareTransactionalConnection(connection, definition);
		try (Statement statement = connection.createStatement()) {
			for (String sql : this.begin) {
				statement.execute(sql);
			}
		}
	}

	@Override
	protected void doRollback(DefaultTransactionStatus status) {
		if (!isConnectionClosed()) {
			super.doRollback(status);
		}
	}

	private boolean isConnectionClosed() {
		try {
			return TransactionSynchronizationManager.getResource(obtainDataSource()) instanceof ConnectionHolder holder
					&& holder.getConnection().isClosed();
		}
		catch (SQLException ex) {
			throw translateException("JDBC rollback", ex);
		}
	}

}
