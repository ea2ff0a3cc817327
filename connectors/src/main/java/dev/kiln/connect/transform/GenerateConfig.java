package dev.kiln.connect.transform;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import dev.kiln.connect.config.GeneratorSettings;
import dev.kiln.connect.config.InContext;
import dev.kiln.connect.config.SettingException;
import dev.kiln.connect.config.Valid;
import dev.kiln.connect.sample.Ask;
import dev.kiln.connect.sample.AskText;
import dev.kiln.connect.sample.Encoding;
import dev.kiln.connect.sample.Layout;
import dev.kiln.connect.sample.SampleValues;
import dev.kiln.generation.card.GeneratorCard;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The settings of {@link Generate}. */
public final class GenerateConfig extends AbstractConfig {

  public static final String CONDITIONS = "conditions";
  public static final String FROM_FIELDS = "conditions.from.fields";
  public static final String TARGET = "target.field";
  public static final String VALUE = "value";
  public static final String ENCODING = "encoding";

  private static final InContext CHECK = InContext.checkedBy(GenerateConfig::check);

  /** All settings. */
  public static final ConfigDef DEFINITION = definition();

  GenerateConfig(Map<String, ?> settings) {
    super(DEFINITION, settings, false);
  }

  private static ConfigDef definition() {
    var definition = new ConfigDef();
    GeneratorSettings.define(definition, CHECK, card -> card.defaults().steps() == 1);
    String group = "Field";
    definition
        .define(
            TARGET,
            ConfigDef.Type.STRING,
            "",
            null,
            HIGH,
            "The field that the sample becomes, new or in place of one of that name; empty puts the"
                + " sample in place of the whole key or value.",
            group,
            1,
            Width.MEDIUM,
            "Target field")
        .define(
            FROM_FIELDS,
            ConfigDef.Type.LIST,
            List.of(),
            null,
            HIGH,
            "The fields whose values are the sample's conditions: condition:field, or a name that is"
                + " both, with commas between. A field that is null gives no condition.",
            group,
            2,
            Width.LONG,
            "Conditions from fields",
            CHECK)
        .define(
            CONDITIONS,
            ConfigDef.Type.STRING,
            "",
            null,
            MEDIUM,
            "Conditions that are the same for all records, as name=value, name=value.",
            group,
            3,
            Width.LONG,
            "Fixed conditions",
            CHECK)
        .define(
            VALUE,
            ConfigDef.Type.STRING,
            Valid.spelling(Layout.AUTO),
            Valid.oneOf(Layout.class),
            MEDIUM,
            "What the sample is: sample is a struct with the fields of GeneratedSample, bytes is the"
                + " data alone, row is a struct of a table's columns. auto is row for tables and"
                + " sample for everything else.",
            group,
            4,
            Width.SHORT,
            "Value",
            CHECK)
        .define(
            ENCODING,
            ConfigDef.Type.STRING,
            Valid.spelling(Encoding.AUTO),
            Valid.oneOf(Encoding.class),
            MEDIUM,
            "What the data holds: png, raw or json; auto is png for pictures, json for rows and raw"
                + " for everything else.",
            group,
            5,
            Width.SHORT,
            "Encoding",
            CHECK);
    OneStep.define(definition, group);
    return definition;
  }

  static void check(Map<String, ?> settings) {
    var config = new GenerateConfig(settings);
    GeneratorCard card = OneStep.check(config).card();
    config.fixed(card);
    config.fields(card);
    config.values(card);
  }

  /**
   * Conditions that all records share.
   *
   * @throws SettingException if the generator does not take them
   */
  Ask fixed(GeneratorCard card) {
    String text = getString(CONDITIONS);
    try {
      List<Ask> alternatives = AskText.read(text, card);
      if (alternatives.size() != 1) {
        throw new IllegalArgumentException("must be one alternative, without |");
      }
      var unused = alternatives.get(0).applyTo(GeneratorSettings.spec(this, card), card);
      return alternatives.get(0);
    } catch (IllegalArgumentException e) {
      throw new SettingException(CONDITIONS, text, e);
    }
  }

  /**
   * From a condition to the field that it is taken from.
   *
   * @throws SettingException if the generator has no such condition
   */
  Map<String, String> fields(GeneratorCard card) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String entry : getList(FROM_FIELDS)) {
      int colon = entry.indexOf(':');
      String condition = colon < 0 ? entry.strip() : entry.substring(0, colon).strip();
      String field = colon < 0 ? condition : entry.substring(colon + 1).strip();
      if (!Ask.names(card).contains(condition) || field.isEmpty()) {
        throw new SettingException(
            FROM_FIELDS,
            entry,
            "must be condition:field, where "
                + card.name()
                + " takes the conditions "
                + String.join(", ", Ask.names(card)));
      }
      fields.put(condition, field);
    }
    return fields;
  }

  /**
   * How samples become values.
   *
   * @throws SettingException if the generator's samples cannot become such values
   */
  SampleValues values(GeneratorCard card) {
    Layout layout = Layout.valueOf(getString(VALUE).toUpperCase(Locale.ROOT));
    try {
      layout.of(card.sample().kind());
    } catch (IllegalArgumentException e) {
      throw new SettingException(VALUE, getString(VALUE), e);
    }
    try {
      return new SampleValues(
          card, layout, Encoding.valueOf(getString(ENCODING).toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      throw new SettingException(ENCODING, getString(ENCODING), e);
    }
  }
}
