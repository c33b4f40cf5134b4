package io.charrnn;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the service. */
@SpringBootApplication
public class CharRnnServer {

	public static void main(String[] args) {
		SpringApplication.run(CharRnnServer.class, args);
	}

}
