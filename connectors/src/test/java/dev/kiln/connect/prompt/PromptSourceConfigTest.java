package dev.kiln.connect.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.connect.Validation;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptSourceConfigTest {

  private static final Map<String, String> GOOD =
      Map.of("directory", System.getProperty("java.io.tmpdir"), "topic", "requests");

  /** Key, what is given, and what the message says of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "directory; /no/such/place; must be a directory that exists",
        "pattern; {a; a glob, such as *.jsonl",
        "format; xml; must be one of: auto, jsonl, csv, prompts",
        "files; growing; must be one of: finished, tailing",
        "topic; a b; a topic's name",
        "key; colour; must be one of: line, file, request",
        "request; [1]; must be a JSON object",
        "request; {\"colour\": 1}; colour",
        "request; {\"steps\": \"many\"}; steps",
        "request; {steps; is not JSON",
        "bad.lines.topic; a/b; empty, or a topic's name",
        "batch; 0; at least 1",
      })
  void whatIsWrongIsSaidUnderItsKey(String key, String given, String message) {
    Map<String, String> settings = new HashMap<>(GOOD);
    settings.put(key, given);

    ConfigValue value = validate(settings).get(key);
    assertThat(value.errorMessages()).hasSize(1);
    assertThat(value.errorMessages().get(0)).contains(given).contains(key).contains(message);
    assertThatThrownBy(() -> new PromptSourceConnector().start(settings))
        .isInstanceOf(ConfigException.class)
        .hasMessage(value.errorMessages().get(0));
  }

  @Test
  void promptsNeedAGenerator() {
    Map<String, String> settings = new HashMap<>(GOOD);
    settings.put("format", "prompts");
    assertThat(validate(settings).errors("generator")).contains("must name a generator");

    settings.put("request", "{\"generator\": \"shapes\"}");
    assertThat(validate(settings).get("generator").errorMessages()).isEmpty();
  }

  @Test
  void exactlyOnceIsSupported() {
    assertThat(new PromptSourceConnector().exactlyOnceSupport(GOOD))
        .isEqualTo(ExactlyOnceSupport.SUPPORTED);
  }

  @Test
  void offsetsCanBeSetAndResetButNotToNonsense() {
    var connector = new PromptSourceConnector();
    Map<String, ?> file = Map.of("file", "/in/a.txt");
    Map<Map<String, ?>, Map<String, ?>> reset = new HashMap<>();
    reset.put(file, null);

    assertThat(connector.alterOffsets(GOOD, reset)).isTrue();
    assertThat(connector.alterOffsets(GOOD, Map.of(file, Map.of("line", 2, "byte", 40)))).isTrue();
    assertThatThrownBy(() -> connector.alterOffsets(GOOD, Map.of(file, Map.of("line", -2))))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("was {line=-2}");
    assertThatThrownBy(() -> connector.alterOffsets(GOOD, Map.of(Map.of("file", 1), Map.of())))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("The partition of a file must be like");
  }

  private static Validation validate(Map<String, String> settings) {
    return new Validation(new PromptSourceConnector(), settings);
  }
}
