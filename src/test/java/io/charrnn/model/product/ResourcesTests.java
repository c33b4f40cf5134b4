package io.charrnn.model.product;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ResourcesTests {

	@Test
	void freesTheNewestFirst() {
		StringBuilder freed = new StringBuilder();
		try (Resources resources = new Resources()) {
			resources.add(() -> freed.append('a'));
			resources.add(() -> freed.append('b'));
		}
		assertThat(freed).hasToString("ba");
	}

	@Test
	void closingAViewLeavesItsOperandAlone() {
		try (Resources resources = new Resources()) {
			BFloat16Operand whole = resources.add(BFloat16Operand.of(resources.matrix(4, 6)));
			whole.rows(1, 2).close();
			whole.columns(1, 2).rows(0, 1).close();
			assertThat(whole.isClosed()).isFalse();
			whole.close();
			assertThat(whole.isClosed()).isTrue();
		}
	}

}
