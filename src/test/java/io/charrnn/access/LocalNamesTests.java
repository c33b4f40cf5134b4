package io.charrnn.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LocalNamesTests {

	@Test
	void knowsWhatTheSettingsName() {
		LocalNames names = new LocalNames(List.of("Notebook", "*.TS.net"),
				List.of("https://app.example.org:8443", "http://my_app:8080"));
		assertThat(List.of("notebook", "nas.tailnet.ts.net", "app.example.org", "my_app", "NOTEBOOK."))
			.allMatch(names::include);
		assertThat(List.of("notebook2", "ts.net", "evilts.net", "example.org", "x.app.example.org"))
			.noneMatch(names::include);
	}

	@Test
	void knowsTheNameOfThisMachine() throws UnknownHostException {
		LocalNames names = new LocalNames(List.of(), List.of());
		assertThat(names.include(InetAddress.getLocalHost().getHostName())).isTrue();
	}

}
