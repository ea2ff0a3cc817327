package dev.kiln.connect.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * What Connect asks about a key once all keys are parsed: which values it could have, whether it
 * matters, and, since Connect reports what is thrown here as an error of the key, whether it is
 * wrong in the light of the others. The same rules then hold when a configuration is only validated
 * and when a connector or transform starts.
 */
public final class InContext implements ConfigDef.Recommender {

  private final Consumer<Map<String, Object>> check;
  private final Function<Map<String, Object>, List<?>> values;
  private final Predicate<Map<String, Object>> visible;

  private InContext(
      Consumer<Map<String, Object>> check,
      Function<Map<String, Object>, List<?>> values,
      Predicate<Map<String, Object>> visible) {
    this.check = check;
    this.values = values;
    this.visible = visible;
  }

  /**
   * Rules without recommendations.
   *
   * @param check throws {@link SettingException} for the first key that is wrong; its other
   *     exceptions are about keys that have been reported already
   */
  public static InContext checkedBy(Consumer<Map<String, Object>> check) {
    return new InContext(check, settings -> List.of(), settings -> true);
  }

  /** Recommends values; must not throw. */
  public InContext recommending(Function<Map<String, Object>, List<?>> recommended) {
    return new InContext(check, recommended, visible);
  }

  /** Hides the key where it does not matter. */
  public InContext visibleIf(Predicate<Map<String, Object>> condition) {
    return new InContext(check, values, condition);
  }

  @Override
  public List<Object> validValues(String name, Map<String, Object> parsedConfig) {
    try {
      check.accept(parsedConfig);
    } catch (SettingException e) {
      if (e.key().equals(name)) {
        throw e;
      }
    } catch (ConfigException e) {
      // A key of its own is missing or malformed, which Connect has noticed by itself.
    }
    return new ArrayList<>(values.apply(parsedConfig));
  }

  @Override
  public boolean visible(String name, Map<String, Object> parsedConfig) {
    return visible.test(parsedConfig);
  }
}
