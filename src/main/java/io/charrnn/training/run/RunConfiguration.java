package io.charrnn.training.run;

import java.time.Clock;

import io.charrnn.model.TrainingEngine;
import io.charrnn.model.dl4j.Dl4jEngine;
import io.charrnn.model.product.NativeLibrary;
import io.charrnn.model.train.FusedEngine;
import io.charrnn.training.TrainingSettings;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** What training is done with. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TrainingSettings.class)
class RunConfiguration {

	@Bean
	@Order(1)
	TrainingEngine fusedEngine(TrainingSettings settings) {
		return new FusedEngine(settings.threadsOfAJob());
	}

	@Bean
	@Order(2)
	TrainingEngine dl4jEngine() {
		return new Dl4jEngine();
	}

	@Bean
	RunTools runTools(Clock clock, TrainingSettings settings, ObjectProvider<BuildProperties> build) {
		BuildProperties properties = build.getIfAvailable();
		return new RunTools(clock, System::nanoTime, settings.checkpointInterval(),
				Platform.here((properties != null) ? properties.getVersion() : null),
				new ModelEvaluator(NativeLibrary::prepareThread));
	}

}
