package dev.kiln.connect.generator;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import dev.kiln.connect.config.GeneratorSettings;
import dev.kiln.connect.config.InContext;
import dev.kiln.connect.config.Valid;
import dev.kiln.connect.sample.Ask;
import dev.kiln.connect.sample.Encoding;
import dev.kiln.connect.sample.Layout;
import dev.kiln.generation.card.GeneratorCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The settings of {@link GeneratorSourceConnector}, each right by itself. */
public final class GeneratorSourceConfig extends AbstractConfig {

  public static final String CONDITIONS = "conditions";
  public static final String ORDER = "conditions.order";
  public static final String WEIGHTS = "weights";
  public static final String TOPIC = "topic";
  public static final String KEY = "key";
  public static final String VALUE = "value";
  public static final String ENCODING = "encoding";
  public static final String SEED = "seed";
  public static final String TOTAL = "total";
  public static final String RATE = "rate";
  public static final String SHARDS = "shards";
  public static final String BATCH = "batch";

  /** The most shards that a sequence can be cut into. */
  static final int MAX_SHARDS = 64;

  private static final int MAX_BATCH = 1024;
  private static final InContext CHECK = InContext.checkedBy(SourcePlan::of);

  /** How alternatives take turns. */
  enum Order {
    CYCLE,
    MIXTURE
  }

  /** All settings. */
  public static final ConfigDef DEFINITION = definition();

  GeneratorSourceConfig(Map<String, ?> settings) {
    super(DEFINITION, settings, false);
  }

  private static ConfigDef definition() {
    var definition = new ConfigDef();
    GeneratorSettings.define(definition, CHECK, card -> !card.restores());
    conditions(definition);
    samples(definition);
    work(definition);
    return definition;
  }

  private static void conditions(ConfigDef definition) {
    String group = "Conditions";
    definition
        .define(
            CONDITIONS,
            ConfigDef.Type.STRING,
            "",
            null,
            HIGH,
            "What the samples are drawn under, as name=value, name=value, with | between"
                + " alternatives: label=7, or label=3 | label=8, or prompt=a red circle. A name is"
                + " a condition of the generator, or a column where it takes some columns of a row."
                + " label=* stands for one alternative for each class. Empty draws without"
                + " conditions.",
            group,
            1,
            Width.LONG,
            "Conditions",
            CHECK.recommending(GeneratorSourceConfig::examples))
        .define(
            ORDER,
            ConfigDef.Type.STRING,
            Valid.spelling(Order.CYCLE),
            Valid.oneOf(Order.class),
            MEDIUM,
            "How alternatives take turns: cycle takes one after the other, mixture draws each as"
                + " often as its weight says.",
            group,
            2,
            Width.SHORT,
            "Order of conditions")
        .define(
            WEIGHTS,
            ConfigDef.Type.LIST,
            List.of(),
            null,
            MEDIUM,
            "For a mixture, a weight for each alternative, with commas between: 9,1. Empty gives"
                + " all the same.",
            group,
            3,
            Width.MEDIUM,
            "Weights",
            CHECK.visibleIf(s -> Valid.spelling(Order.MIXTURE).equals(s.get(ORDER))));
  }

  private static void samples(ConfigDef definition) {
    String group = "Records";
    definition
        .define(
            TOPIC,
            ConfigDef.Type.STRING,
            ConfigDef.NO_DEFAULT_VALUE,
            Valid.topic(),
            HIGH,
            "The topic that the samples go to.",
            group,
            1,
            Width.MEDIUM,
            "Topic")
        .define(
            KEY,
            ConfigDef.Type.STRING,
            "number",
            null,
            MEDIUM,
            "What a record's key is, as a text: number for the sample's number, none for no key, or"
                + " the name of a condition or a column, whose value is taken.",
            group,
            2,
            Width.SHORT,
            "Key",
            CHECK.recommending(GeneratorSourceConfig::keys))
        .define(
            VALUE,
            ConfigDef.Type.STRING,
            Valid.spelling(Layout.AUTO),
            Valid.oneOf(Layout.class),
            MEDIUM,
            "What a record's value is: sample is a struct with the fields of GeneratedSample"
                + " (where the sample came from, and its data), bytes is the data alone, row is a"
                + " struct of a table's columns in their own types. auto is row for tables and"
                + " sample for everything else.",
            group,
            3,
            Width.SHORT,
            "Value",
            CHECK)
        .define(
            ENCODING,
            ConfigDef.Type.STRING,
            Valid.spelling(Encoding.AUTO),
            Valid.oneOf(Encoding.class),
            MEDIUM,
            "What the data holds: png is a picture file, raw the tensor's 32-bit floats,"
                + " little-endian, json a row as an object. auto is png for pictures, json for rows"
                + " and raw for everything else.",
            group,
            4,
            Width.SHORT,
            "Encoding",
            CHECK);
  }

  private static void work(ConfigDef definition) {
    String group = "Sequence";
    definition
        .define(
            SEED,
            ConfigDef.Type.LONG,
            0L,
            null,
            MEDIUM,
            "The seed of the sequence: the same seed and settings give the same samples, number by"
                + " number.",
            group,
            1,
            Width.SHORT,
            "Seed")
        .define(
            TOTAL,
            ConfigDef.Type.LONG,
            0L,
            Valid.notNegative(),
            MEDIUM,
            "How many samples there will be in all, numbered from 0; 0 has no end.",
            group,
            2,
            Width.SHORT,
            "Total")
        .define(
            RATE,
            ConfigDef.Type.DOUBLE,
            0.0,
            Valid.notNegative(),
            MEDIUM,
            "Samples per second over all tasks, at most; 0 goes as fast as the generator.",
            group,
            3,
            Width.SHORT,
            "Rate")
        .define(
            SHARDS,
            ConfigDef.Type.INT,
            4,
            ConfigDef.Range.between(1, MAX_SHARDS),
            LOW,
            "Into how many shards the sequence is cut, and so how many tasks can work on it: sample"
                + " n belongs to shard n mod shards, and each shard has its offset. tasks.max can"
                + " change at any time; shards only after the offsets were reset.",
            group,
            4,
            Width.SHORT,
            "Shards")
        .define(
            BATCH,
            ConfigDef.Type.INT,
            32,
            ConfigDef.Range.between(1, MAX_BATCH),
            LOW,
            "How many samples a task has in the making at most; they share network calls, and no"
                + " more are begun until Kafka has taken the finished ones.",
            group,
            5,
            Width.SHORT,
            "Batch");
  }

  private static List<?> examples(Map<String, Object> settings) {
    GeneratorCard card = GeneratorSettings.card(settings);
    if (card == null) {
      return List.of();
    }
    List<String> examples = new ArrayList<>();
    card.conditions()
        .forEach(
            condition -> {
              if (!condition.classes().isEmpty()) {
                examples.add(condition.name() + "=*");
                condition.classes().forEach(c -> examples.add(condition.name() + "=" + c));
              }
              if (condition.text() != null) {
                condition.text().examples().forEach(e -> examples.add(condition.name() + "=" + e));
              }
            });
    return examples;
  }

  private static List<?> keys(Map<String, Object> settings) {
    List<String> keys = new ArrayList<>(List.of("number", "none"));
    GeneratorCard card = GeneratorSettings.card(settings);
    if (card != null) {
      keys.addAll(keyNames(card));
    }
    return keys;
  }

  /** The conditions and columns that a key can be taken from. */
  static List<String> keyNames(GeneratorCard card) {
    List<String> names = new ArrayList<>(Ask.names(card));
    card.sample().columns().stream()
        .map(column -> column.name())
        .filter(name -> !names.contains(name))
        .forEach(names::add);
    return names;
  }

  Order order() {
    return constant(Order.class, ORDER);
  }

  Layout layout() {
    return constant(Layout.class, VALUE);
  }

  Encoding encoding() {
    return constant(Encoding.class, ENCODING);
  }

  private <E extends Enum<E>> E constant(Class<E> type, String key) {
    return Enum.valueOf(type, getString(key).toUpperCase(Locale.ROOT));
  }
}
