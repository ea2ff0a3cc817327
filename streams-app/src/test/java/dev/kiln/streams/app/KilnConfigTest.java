package dev.kiln.streams.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.generation.network.NetworkLoader;
import dev.kiln.streams.topology.InFlightOptions;
import dev.kiln.streams.topology.TopicNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class KilnConfigTest {

  @Test
  void brokersAreAllThatMustBeSaid() {
    KilnConfig config = config(Map.of());

    assertThat(config.topics()).isEqualTo(TopicNames.defaults());
    assertThat(config.inFlight()).isEqualTo(InFlightOptions.defaults());
    assertThat(config.streams())
        .containsEntry("processing.guarantee", "exactly_once_v2")
        .containsEntry("application.id", "kiln")
        .containsEntry("commit.interval.ms", "500");
  }

  @Test
  void kafkasOwnOptionsPassThroughAndWin() {
    var streams =
        config(
                Map.of(
                    "security.protocol", "SASL_SSL",
                    "sasl.mechanism", "PLAIN",
                    "commit.interval.ms", "200",
                    "producer.compression.type", "zstd",
                    "kiln.order", "none"))
            .streams();

    assertThat(streams)
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.mechanism", "PLAIN")
        .containsEntry("commit.interval.ms", "200")
        .containsEntry("producer.compression.type", "zstd")
        .doesNotContainKey("kiln.order");
  }

  @Test
  void aLargerRecordGetsALargerProduceRequest() {
    assertThat(config(Map.of("kiln.max.record.bytes", "5000000")).streams())
        .containsEntry("producer.max.request.size", "5016384");
  }

  @Test
  void aProducerThatIsTooNarrowIsNamed() {
    assertThatThrownBy(() -> config(Map.of("producer.max.request.size", "500000")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("producer.max.request.size must be at least 1016384");
    assertThatThrownBy(() -> config(Map.of("producer.buffer.memory", "500000")))
        .hasMessageContaining("producer.buffer.memory must be at least 1016384");
  }

  @Test
  void aMissingBrokerIsNamed() {
    assertThatThrownBy(() -> new KilnConfig(Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("bootstrap.servers is missing");
  }

  @Test
  void aMisspeltOptionIsNamed() {
    assertThatThrownBy(() -> config(Map.of("kiln.modells", "x")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("kiln.modells is not an option")
        .hasMessageContaining("kiln.models");
  }

  @Test
  void aValueThatCannotBeIsNamed() {
    assertThatThrownBy(() -> config(Map.of("kiln.max.in.flight", "0")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("kiln.max.in.flight");
    assertThatThrownBy(() -> config(Map.of("kiln.order", "random")))
        .hasMessageContaining("kiln.order");
    assertThatThrownBy(() -> config(Map.of("kiln.samples.topic", "generation-requests")).topics())
        .hasMessageContaining("need a topic each");
  }

  @Test
  void anEngineHasOneDeviceOrSeveral() {
    assertThat(devices(Map.of())).containsExactly("the CPU");
    assertThat(devices(Map.of("kiln.provider", "cuda", "kiln.device", "3")))
        .containsExactly("CUDA device 3");
    assertThat(devices(Map.of("kiln.provider", "cuda", "kiln.device", "0, 1")))
        .containsExactly("CUDA device 0", "CUDA device 1");

    for (String wrong : List.of("", "-1", "gpu", "0,0", "1,,2")) {
      assertThatThrownBy(() -> config(Map.of("kiln.provider", "cuda", "kiln.device", wrong)))
          .as(wrong)
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("kiln.device")
          .hasMessageContaining("must be device numbers from 0 to 9999, each once");
    }
    assertThatThrownBy(() -> config(Map.of("kiln.device", "0,1")).engine())
        .hasMessageContaining("the CPU is one device; several are for kiln.provider=cuda");
  }

  private static List<String> devices(Map<String, String> options) {
    return config(options).engine().devices().stream().map(NetworkLoader::device).toList();
  }

  private static KilnConfig config(Map<String, String> options) {
    var all = new HashMap<>(options);
    all.put("bootstrap.servers", "localhost:9092");
    return new KilnConfig(all);
  }
}
