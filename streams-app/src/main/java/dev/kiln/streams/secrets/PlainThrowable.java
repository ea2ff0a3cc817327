package dev.kiln.streams.secrets;

import ch.qos.logback.classic.pattern.RootCauseFirstThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import java.util.regex.Pattern;

/** An exception in the log, without secrets and without characters that act on a terminal. */
public final class PlainThrowable extends RootCauseFirstThrowableProxyConverter {

  private static final Pattern ACTING =
      Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202a-\\u202e&&[^\\n\\r\\t]]+");

  @Override
  protected String throwableProxyToString(IThrowableProxy thrown) {
    return ACTING.matcher(Secrets.mask(super.throwableProxyToString(thrown))).replaceAll(" ");
  }
}
