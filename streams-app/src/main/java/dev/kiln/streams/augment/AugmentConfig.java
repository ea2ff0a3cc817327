package dev.kiln.streams.augment;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import dev.kiln.generation.card.GeneratorCard;
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
    return new AugmentFit(this, cards).options(topics);
  }
}
