package io.charrnn.process;

import java.util.Arrays;
import java.util.List;

import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.Test;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** What is annotated has its transactions, and nothing else is wrapped for them. */
@ServiceTest
class OwnTransactionsTests {

	@Autowired
	private ConfigurableApplicationContext context;

	@Test
	void wrapsExactlyTheBeansThatHaveTransactionalMethods() {
		List<Object> beans = Arrays.stream(this.context.getBeanFactory().getSingletonNames())
			.map(this.context.getBeanFactory()::getSingleton)
			.filter((bean) -> bean != null)
			.toList();
		List<Object> transactional = beans.stream().filter(OwnTransactionsTests::isTransactional).toList();
		assertThat(transactional).hasSizeGreaterThan(5).allMatch(AopUtils::isAopProxy);
		assertThat(beans.stream().filter(AopUtils::isAopProxy)).containsExactlyInAnyOrderElementsOf(transactional);
	}

	private static boolean isTransactional(Object bean) {
		Class<?> type = AopUtils.getTargetClass(bean);
		return type.isAnnotationPresent(Transactional.class)
				|| Arrays.stream(ReflectionUtils.getAllDeclaredMethods(type))
					.anyMatch((method) -> method.isAnnotationPresent(Transactional.class));
	}

}
