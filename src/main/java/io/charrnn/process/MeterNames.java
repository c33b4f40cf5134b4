package io.charrnn.process;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Lets libraries' meters be as Prometheus recommends
 * (https://prometheus.io/docs/practices/naming): each says what it is, in base units.
 */
@Configuration(proxyBeanMethods = false)
class MeterNames {

	private static final Map<String, String> DESCRIPTIONS = Map.of("http.server.requests",
			"Requests answered, and their duration", "http.server.requests.active",
			"Requests in progress, and their duration so far");

	/** Sessions that there are none of, and times in other units than seconds. */
	private static final Set<String> LEFT_OUT = Set.of("jvm.compilation.time", "process.cpu.time",
			"tomcat.sessions.active.current", "tomcat.sessions.active.max", "tomcat.sessions.alive.max",
			"tomcat.sessions.created", "tomcat.sessions.expired", "tomcat.sessions.rejected");

	private static final String PROCESSORS = "system.cpu.count";

	@Bean
	static MeterFilter namesAsPrometheusRecommends() {
		return new MeterFilter() {

			@Override
			public MeterFilterReply accept(Meter.Id id) {
				return LEFT_OUT.contains(id.getName()) ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
			}

			@Override
			public Meter.Id map(Meter.Id id) {
				if (id.getName().equals(PROCESSORS)) {
					return id.withName("system.cpus");
				}
				String description = DESCRIPTIONS.get(id.getName());
				return (description != null && id.getDescription() == null) ? new Meter.Id(id.getName(),
						Tags.of(id.getTagsAsIterable()), id.getBaseUnit(), description, id.getType()) : id;
			}

		};
	}

	@Bean
	MeterBinder processorTime() {
		return (registry) -> {
			if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
				FunctionCounter
					.builder("process.cpu", system,
							(bean) -> bean.getProcessCpuTime() / (double) TimeUnit.SECONDS.toNanos(1))
					.baseUnit("seconds")
					.description("Processor time used by the process")
					.register(registry);
			}
		};
	}

}
