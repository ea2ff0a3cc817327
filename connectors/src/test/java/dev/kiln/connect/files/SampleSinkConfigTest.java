package dev.kiln.connect.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.connect.Validation;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleSinkConfigTest {

  private static final Map<String, String> GOOD =
      Map.of("topics", "samples", "store", "dir:" + System.getProperty("java.io.tmpdir"));

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "store; /tmp; must be dir:/path of a directory",
        "store; dir:/etc/hostname/below; must be dir:/path of a directory that can be written to",
        "store; ftp://host/x; or s3://bucket/prefix",
        "path; {colour}/{partition}-{offset}; there are day, ext",
        "path; ../{partition}-{offset}; must be a path below the directory",
        "path; /tmp/{partition}-{offset}; must be a path below the directory",
        "path; {partition}/{offset; must be a path below the directory",
        "path; {generator}.png; could give two samples the same name; it needs",
        "format; gif; must be one of: auto, png, npy, jsonl, csv",
        "rows.per.file; 0; at least 1",
        "sheet.every; -1; at least 0",
        "write.threads; 0; at least 1",
        "s3.region; ''; must be not blank",
        "s3.endpoint; minio:9000; empty, or the URL of a server",
        "schema.registry.url; :; is not a URL",
        "basic.auth.credentials.source; FILE; must be one of: URL, USER_INFO",
      })
  void whatIsWrongIsSaidUnderItsKey(String key, String given, String message) {
    Map<String, String> settings = with(key, given);

    var value = new Validation(new SampleSinkConnector(), settings).get(key);
    assertThat(value.errorMessages()).hasSize(1);
    assertThat(value.errorMessages().get(0)).contains(given).contains(key).contains(message);
    assertThatThrownBy(() -> new SampleSinkConnector().start(settings))
        .isInstanceOf(ConfigException.class)
        .hasMessage(value.errorMessages().get(0));
  }

  @Test
  void halfAnAccessKeyIsNone() {
    assertThat(
            new Validation(new SampleSinkConnector(), with("s3.access.key.id", "me"))
                .errors("s3.secret.access.key"))
        .contains("must be given");
  }

  @Test
  void secretsAreOfTheSecretType() {
    assertThat(SampleSinkConfig.DEFINITION.configKeys().values())
        .filteredOn(key -> key.name.matches(".*(secret.access.key|user.info|token)$"))
        .hasSize(3)
        .allMatch(key -> key.type == ConfigDef.Type.PASSWORD);
  }

  @Test
  void aFileASampleMayBeNamedByItsRequest() {
    Map<String, String> settings = with("path", "{requestId}-{index}.png");
    assertThat(new Validation(new SampleSinkConnector(), settings).errors("path"))
        .contains("it needs {partition} and {offset}");

    settings.put("format", "png");
    assertThat(new Validation(new SampleSinkConnector(), settings).errors("path")).isEmpty();
  }

  @Test
  void severalTopicsNeedTheirNames() {
    Map<String, String> settings = with("path", "{partition}-{offset}.{ext}");
    settings.put("topics", "a,b");

    assertThat(new Validation(new SampleSinkConnector(), settings).errors("path"))
        .contains("it needs {topic}");
  }

  @Test
  void aGoodConfigurationHasNoErrors() {
    assertThat(new Validation(new SampleSinkConnector(), GOOD).values())
        .allMatch(value -> value.errorMessages().isEmpty());
  }

  @Test
  void offsetsCanBeSetToWhereAFileBegins() {
    var connector = new SampleSinkConnector();
    var partition = new TopicPartition("samples", 0);
    Map<TopicPartition, Long> reset = new HashMap<>();
    reset.put(partition, null);
    Map<String, String> settings = with("rows.per.file", "100");
    settings.put("sheet.every", "30");

    assertThat(connector.alterOffsets(settings, reset)).isTrue();
    assertThat(connector.alterOffsets(settings, Map.of(partition, 600L))).isTrue();
    assertThatThrownBy(() -> connector.alterOffsets(settings, Map.of(partition, 700L)))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("samples-0 must be a multiple of 300")
        .hasMessageContaining("was 700; the one before is 600");
  }

  private static Map<String, String> with(String key, String value) {
    Map<String, String> settings = new HashMap<>(GOOD);
    settings.put(key, value);
    return settings;
  }
}
