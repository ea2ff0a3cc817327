package dev.kiln.connect.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.connect.Models;
import dev.kiln.connect.Validation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratorSourceConfigTest {

  private static final Map<String, String> GOOD =
      Map.of(
          "models",
          Models.DIRECTORY.toString(),
          "generator",
          Models.DIGITS,
          "conditions",
          "label=3",
          "topic",
          "samples");

  /** Key, what is given, and what the message says of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "models; /no/such/place; must be a directory that exists",
        "generator; digits-gone; there is customers-diffusion, customers-vae",
        "generator.version; 7; must be one of the versions of digits-gan: 1",
        "conditions; label=11; label must be one of 0, 1, 2, 3",
        "conditions; colour=red; takes no \"colour\", it takes label",
        "conditions; label; expected name=value",
        "conditions; label=1 |; expected name=value",
        "conditions.order; random; must be one of: cycle, mixture",
        "sampler; ddim; sampler must be direct for digits-gan",
        "steps; 20; steps must be 1 for digits-gan",
        "guidance; 2.0; cannot be guided",
        "threads; 0; at least 1",
        "topic; a b; a topic's name",
        "key; colour; must be number, none, or one of what digits-gan knows: [label]",
        "value; row; row is for generators of rows",
        "encoding; json; json is for rows",
        "rate; -1; must be a number that is at least 0",
        "total; -1; must be a number that is at least 0",
        "shards; 65; no more than 64",
        "batch; 0; at least 1",
      })
  void whatIsWrongIsSaidUnderItsKey(String key, String given, String message) {
    Map<String, String> settings = with(key, given);

    ConfigValue value = validate(settings).get(key);
    assertThat(value.errorMessages()).hasSize(1);
    assertThat(value.errorMessages().get(0)).contains(given).contains(key).contains(message);
    assertThatThrownBy(() -> start(settings, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(value.errorMessages().get(0));
  }

  @Test
  void weightsMustFitTheAlternatives() {
    Map<String, String> settings = with("conditions.order", "mixture");
    settings.put("conditions", "label=3 | label=8");
    settings.put("weights", "9,1,1");
    assertThat(validate(settings).errors("weights"))
        .contains("a weight for each of the 2 alternatives, there are 3");

    settings.put("weights", "9,many");
    assertThat(validate(settings).errors("weights")).contains("must be numbers");
  }

  @Test
  void aGoodConfigurationHasNoErrors() {
    assertThat(validate(GOOD).values()).allMatch(value -> value.errorMessages().isEmpty());
  }

  @Test
  void valuesAreRecommended() {
    Validation values = validate(GOOD);

    assertThat(values.get("generator").recommendedValues()).contains("digits-gan", "shapes");
    assertThat(values.get("generator.version").recommendedValues()).isEqualTo(List.of("1"));
    assertThat(values.get("conditions").recommendedValues()).contains("label=*", "label=9");
    assertThat(values.get("key").recommendedValues()).isEqualTo(List.of("number", "none", "label"));
    assertThat(values.get("weights").visible()).isFalse();
    assertThat(validate(with("conditions.order", "mixture")).get("weights").visible()).isTrue();
  }

  @Test
  void exactlyOnceIsSupported() {
    assertThat(new GeneratorSourceConnector().exactlyOnceSupport(GOOD))
        .isEqualTo(ExactlyOnceSupport.SUPPORTED);
  }

  @Test
  void offsetsOfAnotherNumberOfShardsAreNotPassedOver() {
    Map<Map<String, ?>, Map<String, Object>> offsets =
        Map.of(new Shard(0, 4).partition(), Shard.offset(25));

    start(with("shards", "4"), offsets);
    assertThatThrownBy(() -> start(with("shards", "8"), offsets))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Invalid value 8 for configuration shards")
        .hasMessageContaining("must stay 4");
  }

  @Test
  void offsetsCanBeSetAndResetButNotToNonsense() {
    var connector = new GeneratorSourceConnector();
    Map<String, ?> shard = Map.of("shard", "1/4");
    Map<Map<String, ?>, Map<String, ?>> reset = new HashMap<>();
    reset.put(shard, null);

    assertThat(connector.alterOffsets(GOOD, reset)).isTrue();
    assertThat(connector.alterOffsets(GOOD, Map.of(shard, Map.of("samples", 25)))).isTrue();
    assertThatThrownBy(() -> connector.alterOffsets(GOOD, Map.of(shard, Map.of("samples", -1))))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("at least 0, was {samples=-1}");
    assertThatThrownBy(() -> connector.alterOffsets(GOOD, Map.of(Map.of("shard", "4/4"), Map.of())))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("The partition of a shard must be like");
  }

  private static Map<String, String> with(String key, String value) {
    Map<String, String> settings = new HashMap<>(GOOD);
    settings.put(key, value);
    return settings;
  }

  private static Validation validate(Map<String, String> settings) {
    return new Validation(new GeneratorSourceConnector(), settings);
  }

  private static void start(
      Map<String, String> settings, Map<Map<String, ?>, Map<String, Object>> offsets) {
    var connector = new GeneratorSourceConnector();
    connector.initialize(new FixedOffsets(offsets));
    connector.start(settings);
  }
}
