package io.charrnn.training;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.charrnn.testing.ServiceTest;
import io.charrnn.testing.TemporaryDataDirectory;
import org.junit.jupiter.api.Tag;

import org.springframework.context.annotation.Import;

/** Tests the whole service with one more engine, {@link FakeEngine}. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ServiceTest
@Tag(TemporaryDataDirectory.TAG)
@Import(FakeEngine.class)
public @interface TrainingTest {

}
