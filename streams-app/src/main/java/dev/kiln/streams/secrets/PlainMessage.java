package dev.kiln.streams.secrets;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.regex.Pattern;

/** A log message on one line, without secrets and without characters that act on a terminal. */
public final class PlainMessage extends MessageConverter {

  private static final Pattern ACTING = Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202a-\\u202e]+");

  @Override
  public String convert(ILoggingEvent event) {
    StringBuilder text = new StringBuilder(String.valueOf(super.convert(event)));
    if (event.getKeyValuePairs() != null) {
      event.getKeyValuePairs().forEach(pair -> text.append(' ').append(pair));
    }
    return plain(text.toString());
  }

  /** Any text on one line, without secrets and without characters that act on a terminal. */
  static String plain(String text) {
    return ACTING.matcher(Secrets.mask(text)).replaceAll(" ");
  }
}
