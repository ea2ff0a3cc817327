package dev.kiln.connect.config;

import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** A setting that cannot be: names the key, what was given and what is allowed. */
public final class SettingException extends ConfigException {

  private static final long serialVersionUID = 1L;

  private final String key;

  /**
   * @param key the setting
   * @param given what was given
   * @param allowed what is wrong with it and what is allowed, without the full stop
   */
  public SettingException(String key, @Nullable Object given, String allowed) {
    super(key, given, allowed);
    this.key = key;
  }

  /** The same, in the words of what found it. */
  public SettingException(String key, @Nullable Object given, Exception cause) {
    this(key, given, String.valueOf(cause.getMessage()));
    initCause(cause);
  }

  /** The setting that has to change. */
  public String key() {
    return key;
  }
}
