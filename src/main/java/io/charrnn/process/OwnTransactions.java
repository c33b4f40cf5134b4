package io.charrnn.process;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.annotation.ProxyTransactionManagementConfiguration;
import org.springframework.transaction.interceptor.TransactionAttributeSource;

/**
 * Looks for {@code @Transactional} in the service's own classes alone. By itself Spring
 * asks each method of all beans, most of which are of libraries, and none of those has it.
 */
@Configuration(proxyBeanMethods = false)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
class OwnTransactions extends ProxyTransactionManagementConfiguration {

	private static final String OWN = "io.charrnn.";

	@Override
	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	public TransactionAttributeSource transactionAttributeSource() {
		return new AnnotationTransactionAttributeSource(false) {

			@Override
			public boolean isCandidateClass(Class<?> type) {
				return type.getName().startsWith(OWN) && super.isCandidateClass(type);
			}

		};
	}

}
