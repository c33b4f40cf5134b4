package io.charrnn.process;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class ProcessMemoryTests {

	@Test
	void readsTheHeapOfOneRegion() throws IOException {
		assertThat(ProcessMemory.heap("""
				4711:
				 garbage-first heap   total 262144K, used 1000K [0x00000000f0000000, 0x0000000100000000)
				  region size 1024K, 5 young (5120K), 2 survivors (2048K)
				 Metaspace       used 7000K, committed 7168K, reserved 1114112K
				  class space    used 800K, committed 896K, reserved 1048576K
				""")).isEqualTo(1000 << 10);
	}

	@Test
	void addsGenerations() throws IOException {
		assertThat(ProcessMemory.heap("""
				4711:
				 def new generation   total 39296K, used 300K [0x00000000f8000000, 0x00000000faaa0000)
				  eden space 34944K,   1% used [0x00000000f8000000, 0x00000000f8047cb0, 0x00000000fa220000)
				 tenured generation   total 87424K, used 20000K [0x00000000faaa0000, 0x0000000100000000)
				   the space 87424K,  22% used [0x00000000faaa0000, 0x00000000fbe28000, 0x0000000100000000)
				 Metaspace       used 7000K, committed 7168K, reserved 1114112K
				""")).isEqualTo(20_300 << 10);
	}

	@Test
	void saysWhatJcmdSaidInstead() {
		assertThatIOException().isThrownBy(() -> ProcessMemory.heap("4711: no such process"))
			.withMessageContaining("no such process");
	}

}
