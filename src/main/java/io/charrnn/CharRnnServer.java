package io.charrnn;

import java.util.Locale;

import io.charrnn.access.KeysCommand;
import io.charrnn.process.NativeMemory;
import io.charrnn.process.PackagedClasses;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the service, or runs the command given as arguments. */
@SpringBootApplication
public class CharRnnServer {

	public static void main(String[] args) throws Throwable {
		if (PackagedClasses.restart(CharRnnServer.class, args)) {
			return;
		}
		// Libraries word some of what callers read.
		Locale.setDefault(Locale.ROOT);
		if (args.length > 0 && args[0].equals(KeysCommand.NAME)) {
			System.exit(KeysCommand.run(args));
		}
		NativeMemory.bound();
		// It would make converters ready that the service does not use.
		System.setProperty("spring.backgroundpreinitializer.ignore", "true");
		// JavaCPP would print to standard error.
		System.setProperty("org.bytedeco.javacpp.logger", "slf4j");
		SpringApplication.run(CharRnnServer.class, args);
	}

}
