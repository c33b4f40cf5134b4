package io.charrnn.training.webhook;

import java.io.IOException;
import java.net.InetAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PublicAddressesTests {

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "127.1.2.3", "0.0.0.0", "10.1.2.3", "172.31.255.255", "192.168.0.1",
			"169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "::ffff:10.0.0.1", "fe80::1",
			"fd00::1", "64:ff9b::a00:1", "2002:a00:1::1", "ff02::1" })
	void refusesAddressesOfTheOwnNetwork(String address) throws Exception {
		assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700:4700::1111" })
	void takesOthers(String address) throws Exception {
		assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isTrue();
	}

	@Test
	void saysWhichAddressAHostHas() {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> PublicAddresses.require("localhost"))
			.withMessageContaining("allow-private-addresses");
	}

}
