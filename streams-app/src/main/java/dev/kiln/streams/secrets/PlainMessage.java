package dev.kiln.streams.secrets;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A log message on one line, without secrets and without characters that act on a terminal. */
public final class PlainMessage extends MessageConverter {

  private static final Pattern ACTING = Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202a-\\u202e]+");

  @Override
  public String convert(ILoggingEvent event) {
    StringBuilder text = new StringBuilder(String.valueOf(super.convert(event)));
    event.getMDCPropertyMap().forEach((name, value) -> append(text, name, value));
    if (event.getKeyValuePairs() != null) {
      event.getKeyValuePairs().forEach(pair -> append(text, pair.key, pair.value));
    }
    return plain(text.toString());
  }

  private static void append(StringBuilder text, String name, @Nullable Object value) {
    text.append(' ').append(name).append("=\"").append(value).append('"');
  }

  /** Any text on one line, without secrets and without characters that act on a terminal. */
  static String plain(String text) {
    return ACTING.matcher(Secrets.mask(text)).replaceAll(" ");
  }
}
