package dev.kiln.streams.augment;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.generation.card.ColumnSpec;
import dev.kiln.generation.card.ConditionSpec;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.SampleKind;
import dev.kiln.streams.topology.TopicNames;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** The options that begin with kiln.augment. */
public final class AugmentConfig extends AbstractConfig {

  /** What all of them begin with. */
  public static final String PREFIX = "kiln.augment.";

  public static final String NAME = PREFIX + "name";
  public static final String INPUT = PREFIX + "input.topic";
  public static final String OUTPUT = PREFIX + "output.topic";
  public static final String NOTICES = PREFIX + "notices.topic";
  public static final String LABEL = PREFIX + "label";
  public static final String GENERATOR = PREFIX + "generator";
  public static final String CONDITION = PREFIX + "condition";
  public static final String TARGETS = PREFIX + "targets";
  public static final String MAX_RATIO = PREFIX + "max.ratio";
  public static final String WINDOW = PREFIX + "window.ms";
  public static final String GRACE = PREFIX + "grace.ms";
  public static final String BATCH = PREFIX + "batch";
  public static final String REQUEST = PREFIX + "request";
  public static final String VARIATIONS = PREFIX + "variations";
  public static final String VARIATION_GENERATOR = PREFIX + "variation.generator";
  public static final String STRENGTH = PREFIX + "variation.strength";
  public static final String DRIFT_LIMIT = PREFIX + "drift.limit";
  public static final String DRIFT_SPAN = PREFIX + "drift.span";
  public static final String DRIFT_MIN = PREFIX + "drift.min";
  public static final String SERVE = PREFIX + "serve";

  /** All of them. */
  public static final ConfigDef DEFINITION =
      new ConfigDef()
          .define(
              NAME,
              ConfigDef.Type.STRING,
              "augment",
              new ConfigDef.NonEmptyString(),
              LOW,
              "The augmentation's name: its application id is that of the app, a hyphen and this.")
          .define(
              INPUT,
              ConfigDef.Type.STRING,
              ConfigDef.NO_DEFAULT_VALUE,
              new ConfigDef.NonEmptyString(),
              HIGH,
              "The topic of the labelled stream.")
          .define(
              OUTPUT,
              ConfigDef.Type.STRING,
              ConfigDef.NO_DEFAULT_VALUE,
              new ConfigDef.NonEmptyString(),
              HIGH,
              "The topic that gets the stream and the samples.")
          .define(
              NOTICES,
              ConfigDef.Type.STRING,
              "augment-notices",
              new ConfigDef.NonEmptyString(),
              MEDIUM,
              "The topic on which it is said when samples of a class are stopped or go on.")
          .define(
              LABEL,
              ConfigDef.Type.STRING,
              "header:label",
              HIGH,
              "Where records have their class: key, header:NAME, or json:FIELD.")
          .define(
              GENERATOR,
              ConfigDef.Type.STRING,
              ConfigDef.NO_DEFAULT_VALUE,
              new ConfigDef.NonEmptyString(),
              HIGH,
              "The generator of the samples. The stream's values must be what it makes: PNG files of"
                  + " its size, or JSON objects with its columns.")
          .define(
              CONDITION,
              ConfigDef.Type.STRING,
              "label",
              new ConfigDef.NonEmptyString(),
              MEDIUM,
              "The condition of the generator, or the column of its rows, that the class is given"
                  + " as.")
          .define(
              TARGETS,
              ConfigDef.Type.LIST,
              ConfigDef.NO_DEFAULT_VALUE,
              HIGH,
              "The share that a class is to have at least: class:share, with commas between, such as"
                  + " 3:0.1,8:0.1.")
          .define(
              MAX_RATIO,
              ConfigDef.Type.DOUBLE,
              0.5,
              ConfigDef.Range.between(0, 100),
              MEDIUM,
              "How many samples there may be for each real record of a window, at most.")
          .define(
              WINDOW,
              ConfigDef.Type.LONG,
              60_000L,
              ConfigDef.Range.atLeast(100),
              MEDIUM,
              "How long the windows are in which classes are counted, in milliseconds of the records'"
                  + " time.")
          .define(
              GRACE,
              ConfigDef.Type.LONG,
              10_000L,
              ConfigDef.Range.atLeast(0),
              LOW,
              "How late a record may be to be counted, in milliseconds.")
          .define(
              BATCH,
              ConfigDef.Type.INT,
              8,
              ConfigDef.Range.between(1, 64),
              LOW,
              "How many samples of a class are asked for at a time, at least. A window can end with"
                  + " fewer than that missing.")
          .define(
              REQUEST,
              ConfigDef.Type.STRING,
              "",
              LOW,
              "Further fields of all requests, as a JSON object, such as {\"steps\": 20}.")
          .define(
              VARIATIONS,
              ConfigDef.Type.DOUBLE,
              0.0,
              ConfigDef.Range.between(0, 1),
              MEDIUM,
              "Which part of the requests starts from the last real record of the class, by"
                  + " image-to-image.")
          .define(
              VARIATION_GENERATOR,
              ConfigDef.Type.STRING,
              "",
              LOW,
              "The generator of such variations, if it is another; it must take many steps.")
          .define(
              STRENGTH,
              ConfigDef.Type.DOUBLE,
              0.5,
              ConfigDef.Range.between(0, 1),
              LOW,
              "How much of the real picture a variation replaces, from 0 to 1.")
          .define(
              DRIFT_LIMIT,
              ConfigDef.Type.DOUBLE,
              1.5,
              ConfigDef.Range.atLeast(0),
              MEDIUM,
              "Samples of a class are stopped while they are farther than this from its real records:"
                  + " a distance of means and spreads, in units of the real records' spread.")
          .define(
              DRIFT_SPAN,
              ConfigDef.Type.INT,
              500,
              ConfigDef.Range.atLeast(2),
              LOW,
              "Over about how many records of a class those statistics go.")
          .define(
              DRIFT_MIN,
              ConfigDef.Type.INT,
              20,
              ConfigDef.Range.atLeast(2),
              LOW,
              "How many records and samples of a class it takes to judge; until then samples pass.")
          .define(
              SERVE,
              ConfigDef.Type.BOOLEAN,
              true,
              MEDIUM,
              "Whether to answer the requests here too; false where ./kiln run does elsewhere.");

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @throws ConfigException in one sentence, if an option is missing, has a value that it cannot
   *     have, or does not exist
   */
  public AugmentConfig(Map<?, ?> properties) {
    super(DEFINITION, own(properties), false);
    for (String name : originals().keySet()) {
      if (!DEFINITION.names().contains(name)) {
        throw new ConfigException("There is no option " + name);
      }
    }
  }

  private static Map<String, Object> own(Map<?, ?> properties) {
    Map<String, Object> own = new LinkedHashMap<>();
    properties.forEach(
        (name, value) -> {
          if (String.valueOf(name).startsWith(PREFIX)) {
            own.put(String.valueOf(name), value);
          }
        });
    return own;
  }

  /** Whether the requests are answered here too. */
  public boolean serves() {
    return getBoolean(SERVE);
  }

  public String name() {
    return getString(NAME);
  }

  /** The topics that are its own. */
  public List<String> topics() {
    return List.of(getString(INPUT), getString(OUTPUT), getString(NOTICES));
  }

  /**
   * How the stream is augmented.
   *
   * @param topics those of Kiln's app
   * @param cards the generators that there are
   * @throws ConfigException in one sentence, if the options do not fit the generator
   */
  public AugmentOptions options(TopicNames topics, Collection<GeneratorCard> cards) {
    GeneratorCard card = card(GENERATOR, getString(GENERATOR), cards);
    if (card.sample().kind() == SampleKind.VECTOR) {
      throw new ConfigException(GENERATOR, card.name(), "makes neither pictures nor rows");
    }
    Asks asks = asks(card, cards);
    try {
      return new AugmentOptions(
          name(),
          getString(INPUT),
          getString(OUTPUT),
          getString(NOTICES),
          topics.requests(),
          topics.samples(),
          labels(),
          Features.of(card.sample()),
          asks,
          targets(card),
          getDouble(MAX_RATIO),
          getLong(WINDOW),
          getLong(GRACE),
          getInt(BATCH),
          getDouble(DRIFT_LIMIT),
          getInt(DRIFT_SPAN),
          getInt(DRIFT_MIN));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(TARGETS, getList(TARGETS), e.getMessage());
    }
  }

  private Labels labels() {
    try {
      return Labels.parse(getString(LABEL));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(LABEL, getString(LABEL), e.getMessage());
    }
  }

  private static GeneratorCard card(String key, String name, Collection<GeneratorCard> cards) {
    return cards.stream()
        .filter(card -> card.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException(
                    key,
                    name,
                    "must be one of "
                        + cards.stream().map(GeneratorCard::name).distinct().toList()));
  }

  private Asks asks(GeneratorCard card, Collection<GeneratorCard> cards) {
    String condition = getString(CONDITION);
    boolean isColumn = column(card, condition) && card.takesRow();
    if (!isColumn && card.condition(condition).isEmpty()) {
      throw new ConfigException(
          CONDITION,
          condition,
          "must be a condition of %s, %s, or one of its columns, %s"
              .formatted(
                  card.name(),
                  card.conditions().stream().map(ConditionSpec::name).toList(),
                  card.sample().columns().stream().map(ColumnSpec::name).toList()));
    }
    double variations = getDouble(VARIATIONS);
    String other = getString(VARIATION_GENERATOR);
    GeneratorCard varied = other.isEmpty() ? card : card(VARIATION_GENERATOR, other, cards);
    if (variations > 0
        && (varied.sample().kind() != SampleKind.IMAGE || varied.defaults().steps() < 2)) {
      throw new ConfigException(
          VARIATION_GENERATOR,
          varied.name(),
          "must make pictures in more than one step: there is nothing to start in the middle of");
    }
    return new Asks(
        card.name(), condition, isColumn, more(), variations, varied.name(), getDouble(STRENGTH));
  }

  private static boolean column(GeneratorCard card, String name) {
    return card.sample().columns().stream().anyMatch(column -> column.name().equals(name));
  }

  private ObjectNode more() {
    String text = getString(REQUEST);
    try {
      JsonNode node = text.isBlank() ? JSON.createObjectNode() : JSON.readTree(text);
      if (node instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new ConfigException(REQUEST, text, "must be a JSON object: " + e.getOriginalMessage());
    }
    throw new ConfigException(REQUEST, text, "must be a JSON object");
  }

  private Map<String, Double> targets(GeneratorCard card) {
    List<String> classes =
        card.condition(getString(CONDITION)).map(ConditionSpec::classes).orElse(List.of());
    Map<String, Double> targets = new LinkedHashMap<>();
    for (String entry : getList(TARGETS)) {
      int colon = entry.lastIndexOf(':');
      String label = colon < 0 ? entry : entry.substring(0, colon).strip();
      if (!classes.isEmpty() && !classes.contains(label)) {
        throw new ConfigException(
            TARGETS, entry, card.name() + " has no class " + label + ", there are " + classes);
      }
      try {
        targets.put(label, Double.valueOf(entry.substring(colon + 1).strip()));
      } catch (NumberFormatException e) {
        throw new ConfigException(TARGETS, entry, "must be class:share, such as 3:0.1");
      }
    }
    return targets;
  }
}
