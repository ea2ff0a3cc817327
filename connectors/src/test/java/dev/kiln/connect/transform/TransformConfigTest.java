package dev.kiln.connect.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.connect.Models;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong settings are found by Connect's validation and when a transform is configured. */
class TransformConfigTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "models; /no/such/place; must be a directory that exists",
        "generator; digits-gone; is not in the directory",
        "generator; digits-ddpm; takes 20 steps a record, a transform uses generators of one step",
        "steps; 3; takes 3 steps a record",
        "conditions.from.fields; colour:c; takes the conditions label",
        "conditions; label=1 | label=2; must be one alternative",
        "conditions; label=one=two, size=3; takes no \"size\"",
        "value; row; row is for generators of rows",
        "encoding; json; json is for rows",
        "timeout.ms; 0; at least 1",
      })
  void whatIsWrongWithGenerateIsSaidUnderItsKey(String key, String given, String message) {
    Map<String, String> settings =
        new HashMap<>(Map.of("models", Models.DIRECTORY.toString(), "generator", Models.DIGITS));
    settings.put(key, given);

    check(GenerateConfig.DEFINITION, settings, key, message);
    assertThatThrownBy(() -> new Generate.Value<SourceRecord>().configure(settings))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "generator; digits-gan; must be a generator of rows",
        "generator; customers-diffusion; takes 50 steps a record",
        "columns; colour; must name columns of customers-vae: country, age",
        "fields; colour:c; must name columns of customers-vae",
        "fields; age; must be column:field",
      })
  void whatIsWrongWithImputeIsSaidUnderItsKey(String key, String given, String message) {
    Map<String, String> settings =
        new HashMap<>(Map.of("models", Models.DIRECTORY.toString(), "generator", Models.ROWS));
    settings.put(key, given);

    check(ImputeConfig.DEFINITION, settings, key, message);
    assertThatThrownBy(() -> new Impute.Value<SourceRecord>().configure(settings))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  private static void check(
      ConfigDef definition, Map<String, String> settings, String key, String message) {
    List<String> errors =
        definition.validate(settings).stream()
            .filter(value -> value.name().equals(key))
            .map(ConfigValue::errorMessages)
            .findFirst()
            .orElseThrow();
    assertThat(errors).hasSize(1);
    assertThat(errors.get(0)).contains(key).contains(settings.get(key)).contains(message);
  }
}
