package dev.kiln.connect.transform;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import dev.kiln.connect.config.GeneratorSettings;
import dev.kiln.connect.config.InContext;
import dev.kiln.connect.config.SettingException;
import dev.kiln.generation.card.ColumnSpec;
import dev.kiln.generation.card.GeneratorCard;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The settings of {@link Impute}. */
public final class ImputeConfig extends AbstractConfig {

  public static final String COLUMNS = "columns";
  public static final String FIELDS = "fields";

  private static final InContext CHECK = InContext.checkedBy(ImputeConfig::check);

  /** All settings. */
  public static final ConfigDef DEFINITION = definition();

  ImputeConfig(Map<String, ?> settings) {
    super(DEFINITION, settings, false);
  }

  private static ConfigDef definition() {
    var definition = new ConfigDef();
    GeneratorSettings.define(
        definition, CHECK, card -> card.takesRow() && card.defaults().steps() == 1);
    String group = "Columns";
    definition
        .define(
            COLUMNS,
            ConfigDef.Type.LIST,
            List.of(),
            null,
            HIGH,
            "The columns to fill where they are null, with commas between; empty fills all that the"
                + " generator knows.",
            group,
            1,
            Width.LONG,
            "Columns",
            CHECK)
        .define(
            FIELDS,
            ConfigDef.Type.LIST,
            List.of(),
            null,
            MEDIUM,
            "For columns that have another name in the records: column:field, with commas between.",
            group,
            2,
            Width.LONG,
            "Fields",
            CHECK);
    OneStep.define(definition, group);
    return definition;
  }

  static void check(Map<String, ?> settings) {
    var config = new ImputeConfig(settings);
    GeneratorCard card = OneStep.check(config).card();
    if (!card.takesRow()) {
      throw new SettingException(
          GeneratorSettings.GENERATOR,
          card.name(),
          "must be a generator of rows that takes some of a row's columns");
    }
    config.columns(card);
    config.fields(card);
  }

  /**
   * The columns to fill.
   *
   * @throws SettingException if the generator does not know one
   */
  Set<String> columns(GeneratorCard card) {
    List<String> given = getList(COLUMNS).stream().map(String::strip).toList();
    for (String column : given) {
      checkColumn(COLUMNS, column, column, card);
    }
    return given.isEmpty() ? Set.copyOf(names(card)) : Set.copyOf(given);
  }

  /**
   * From a column of the generator to the field of a record.
   *
   * @throws SettingException if the generator does not know a column
   */
  Map<String, String> fields(GeneratorCard card) {
    Map<String, String> fields = new LinkedHashMap<>();
    names(card).forEach(column -> fields.put(column, column));
    for (String entry : getList(FIELDS)) {
      int colon = entry.indexOf(':');
      String column = colon < 0 ? entry : entry.substring(0, colon).strip();
      checkColumn(FIELDS, entry, column, card);
      if (colon < 0 || entry.substring(colon + 1).isBlank()) {
        throw new SettingException(FIELDS, entry, "must be column:field");
      }
      fields.put(column, entry.substring(colon + 1).strip());
    }
    return fields;
  }

  private static void checkColumn(String key, String given, String column, GeneratorCard card) {
    if (!names(card).contains(column)) {
      throw new SettingException(
          key,
          given,
          "must name columns of "
              + card.name()
              + ": "
              + names(card).stream().collect(Collectors.joining(", ")));
    }
  }

  private static List<String> names(GeneratorCard card) {
    return card.sample().columns().stream().map(ColumnSpec::name).toList();
  }
}
