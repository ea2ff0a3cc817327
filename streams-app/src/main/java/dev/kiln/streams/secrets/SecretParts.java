package dev.kiln.streams.secrets;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What of a property must not be told, by its name and by its form. Pure functions. */
final class SecretParts {

  /** Names of properties whose whole value is secret, in Kafka, Confluent's serdes and beyond. */
  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "(?i).*(password|passphrase|secret|token|jaas|user\\.info|credential|private"
              + "|keystore\\.key|access\\.?key|api\\.?key|otlp.*headers).*");

  /** Names that only tell where a secret is, or what kind it is of. */
  private static final Pattern ABOUT =
      Pattern.compile("(?i).*\\.(source|class|url|urls|provider|location|type|algorithm|name|ms)$");

  /** An option of a login module, with or without quotes. */
  private static final Pattern JAAS_OPTION =
      Pattern.compile(
          "(?i)\\w*(?:password|secret|token|key|assertion)\\w*\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s;]+))");

  /** What stands before the last @ of an authority; a password may hold anything but blanks. */
  private static final Pattern USER_INFO = Pattern.compile("(?:^|[/,\\s])([^/,\\s]*:[^,\\s]*)@");

  private SecretParts() {}

  /** The secret parts of a property's value. */
  static List<String> of(String name, String value) {
    List<String> parts = new ArrayList<>();
    if (SECRET_NAME.matcher(name).matches() && !ABOUT.matcher(name).matches()) {
      parts.add(value);
      if (name.endsWith(".headers")) {
        // As OpenTelemetry has them: name=value,authorization=Bearer ABC.
        for (String pair : value.split(",", -1)) {
          parts.add(pair.substring(pair.indexOf('=') + 1));
        }
      }
      int colon = value.indexOf(':');
      if (colon >= 0 && colon < value.length() - 1) {
        parts.add(value.substring(colon + 1));
      }
      Matcher option = JAAS_OPTION.matcher(value);
      while (option.find()) {
        for (int group = 1; group <= option.groupCount(); group++) {
          if (option.group(group) != null) {
            parts.add(option.group(group));
          }
        }
      }
    }
    Matcher user = USER_INFO.matcher(value);
    while (user.find()) {
      parts.addAll(userInfo(user.group(1)));
    }
    return parts;
  }

  /** User and password together, and the password alone, as written and as meant. */
  private static List<String> userInfo(String found) {
    List<String> parts = new ArrayList<>();
    int slashes = found.lastIndexOf("//");
    String info = slashes < 0 ? found : found.substring(slashes + 2);
    for (String form : List.of(info, decoded(info))) {
      int colon = form.indexOf(':');
      parts.add(form);
      if (colon >= 0) {
        parts.add(form.substring(colon + 1));
      }
    }
    return parts;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
