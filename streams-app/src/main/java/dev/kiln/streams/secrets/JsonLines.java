package dev.kiln.streams.secrets;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.CoreConstants;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A log for programs: one JSON object a line, with what the event carries beside its message, such
 * as requestId, as fields; without secrets.
 */
public final class JsonLines extends LayoutBase<ILoggingEvent> {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public String doLayout(ILoggingEvent event) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", event.getInstant().toString());
    line.put("level", event.getLevel().toString());
    line.put("logger", event.getLoggerName());
    line.put("thread", event.getThreadName());
    line.put("message", PlainMessage.plain(event.getFormattedMessage()));
    event.getMDCPropertyMap().forEach((name, value) -> line.put(name, PlainMessage.plain(value)));
    if (event.getKeyValuePairs() != null) {
      event.getKeyValuePairs().forEach(pair -> line.put(pair.key, value(pair.value)));
    }
    if (event.getThrowableProxy() != null) {
      line.put("exception", Secrets.mask(ThrowableProxyUtil.asString(event.getThrowableProxy())));
    }
    try {
      return JSON.writeValueAsString(line) + CoreConstants.LINE_SEPARATOR;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers are always JSON", e);
    }
  }

  private static Object value(Object value) {
    return value instanceof Number ? value : PlainMessage.plain(String.valueOf(value));
  }
}
