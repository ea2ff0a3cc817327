package dev.kiln.streams.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WakefulClientsTest {

  @Test
  void withKilnsDefaultsAnAnswerWakesItsThread() {
    Properties settings = settings(Map.of());

    assertThat(WakefulClients.suit(settings)).isTrue();
    assertThat(settings).as("Kafka's own").doesNotContainKey(StreamsConfig.POLL_MS_CONFIG);
  }

  @ParameterizedTest
  @CsvSource({
    "processing.guarantee, at_least_once",
    "group.protocol, streams",
    "group.protocol, STREAMS"
  })
  void elseTheThreadLooksOften(String name, String value) {
    Properties settings = settings(Map.of(name, value));

    assertThat(WakefulClients.suit(settings)).isFalse();
    assertThat(settings).containsEntry(StreamsConfig.POLL_MS_CONFIG, "5");
  }

  private static Properties settings(Map<String, Object> user) {
    return StreamsDefaults.under(user, 1_000_000, 1 << 20);
  }
}
