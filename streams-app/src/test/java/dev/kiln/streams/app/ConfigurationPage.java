package dev.kiln.streams.app;

import dev.kiln.schemas.registry.RegistryConfig;
import dev.kiln.schemas.wire.AvroSerdeConfig;
import dev.kiln.streams.augment.AugmentConfig;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/** Writes docs/configuration.md from the options' definitions. */
final class ConfigurationPage {

  private static final String INTRODUCTION =
      """
      # Configuration

      <!-- Generated from KilnConfig, EngineSettings, AugmentConfig, RegistryConfig and StreamsDefaults. After a change run docs/refresh -->

      `./kiln run --config app.properties` reads one file. Options that begin with `kiln.` are Kiln's own; a misspelt one is an error.
      Everything else goes to Kafka under Kafka's names, security included, and to the schema registry's client under
      Confluent's. Two must be there: `bootstrap.servers` and `schema.registry.url`.

      ```properties
      bootstrap.servers=broker:9092
      schema.registry.url=http://registry:8081
      application.id=kiln
      kiln.models=/models
      ```

      [reliability.md](reliability.md) says what they come to.
      """;

  private static final String KAFKA =
      """

      ## What Kiln sets in Kafka

      Kafka's defaults are made for streams of another kind. Kiln sets these instead, unless the file says otherwise; a prefix
      (`consumer.`, `producer.`) works as in any Kafka Streams application.

      | option | value |
      | --- | --- |
      """;

  private static final String OTHERS =
      """

      Others that are worth knowing:

      - `application.id` is the group, and the beginning of the store's changelog and of all transactional ids. Another id is another
        application, which begins at the start of the request topic or at its end (`consumer.auto.offset.reset`).
      - `commit.interval.ms` is how long an answer waits for its transaction at the most. Kiln commits earlier where that is worth it: at
        once where nothing else is under way, else when the first answer has waited for a quarter of the time that it took itself, and not
        before four times as long has passed as the last commit took. So a lone request is not held up, and under load a transaction carries
        many answers.
      - `group.instance.id`, another one for each process, makes it a static member: a restart within `consumer.session.timeout.ms` gets its
        partitions back without a rebalance, in 1 to 3 s, and a close does not hand them over. Without it a close hands them over at once.
      - `num.standby.replicas=1` keeps a copy of each store in a second process, which takes over without reading the changelog first.
      - `num.stream.threads`: requests of one partition are always with one thread; the engine has threads of its own.
      - `state.dir` holds the stores. It need not survive, and a restart is faster if it does.
      - `processing.guarantee` other than `exactly_once_v2` gives up what [reliability.md](reliability.md) promises.
      """;

  private ConfigurationPage() {}

  static String render() {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    page.append("\n## Kiln's options\n\n");
    table(page, KilnConfig.DEFINITION);
    page.append(
        "\n## Augmentation's options\n\nFor `./kiln augment`, see"
            + " [guides/augmentation.md](guides/augmentation.md).\n\n");
    table(page, AugmentConfig.DEFINITION);
    page.append("\n## The schema registry's client\n\n");
    table(page, RegistryConfig.DEFINITION);
    page.append("\n## The serde of samples and failures\n\n");
    table(page, AvroSerdeConfig.DEFINITION);
    page.append(KAFKA);
    new TreeMap<>(StreamsDefaults.under(Map.of(), 1_000_000, 0))
        .forEach(
            (name, value) -> {
              if (!String.valueOf(name).startsWith(KilnConfig.PREFIX)) {
                page.append("| `%s` | `%s` |\n".formatted(name, value));
              }
            });
    page.append(OTHERS);
    return page.toString();
  }

  private static void table(StringBuilder page, ConfigDef definition) {
    page.append(
        "| option | type | default | allowed | meaning |\n| --- | --- | --- | --- | --- |\n");
    for (ConfigKey key : definition.configKeys().values()) {
      page.append(
          "| `%s` | %s | %s | %s | %s |\n"
              .formatted(
                  key.name,
                  key.type.name().toLowerCase(Locale.ROOT),
                  defaultOf(key),
                  allowed(key),
                  key.documentation));
    }
  }

  private static String defaultOf(ConfigKey key) {
    if (!key.hasDefault()) {
      return "required";
    }
    String value =
        key.defaultValue instanceof Class<?> type
            ? type.getName()
            : ConfigDef.convertToString(key.defaultValue, key.type);
    return value == null || value.isEmpty() ? "empty" : "`" + value + "`";
  }

  private static String allowed(ConfigKey key) {
    return key.validator == null
        ? ""
        : key.validator.toString().replace("[1,...]", "at least 1").replace("|", "\\|");
  }
}
