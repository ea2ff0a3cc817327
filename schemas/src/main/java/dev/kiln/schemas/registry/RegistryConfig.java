package dev.kiln.schemas.registry;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * Where the registry is and how patiently it is asked.
 *
 * @param urls tried in this order, the last that answered first
 * @param authorization the Authorization header, or null for none
 * @param retries further rounds over all urls after the first one failed
 * @param retryWait pause before the first further round; doubles with each
 * @param normalize whether the registry is to write schemas in its normal form before it compares
 *     them, so that the order of fields' attributes or the blanks between them make no new version
 * @param tls how TLS is spoken, or null for what this Java trusts
 * @param outagePause after all rounds have failed, calls fail at once for this long, so that a
 *     stream thread is not held up by an outage record after record
 */
public record RegistryConfig(
    List<URI> urls,
    @Nullable String authorization,
    Duration connectTimeout,
    Duration requestTimeout,
    int retries,
    Duration retryWait,
    boolean normalize,
    @Nullable SSLContext tls,
    Duration outagePause) {

  public static final String URL = "schema.registry.url";
  public static final String CREDENTIALS_SOURCE = "basic.auth.credentials.source";
  public static final String USER_INFO = "basic.auth.user.info";
  public static final String BEARER_SOURCE = "bearer.auth.credentials.source";
  public static final String BEARER_TOKEN = "bearer.auth.token";
  public static final String CONNECT_TIMEOUT = "http.connect.timeout.ms";
  public static final String REQUEST_TIMEOUT = "http.read.timeout.ms";
  public static final String RETRIES = "max.retries";
  public static final String RETRY_WAIT = "retries.wait.ms";
  public static final String NORMALIZE = "normalize.schemas";

  /** Before Kafka's names for TLS (ssl.truststore.location and so on). */
  public static final String TLS_PREFIX = "schema.registry.";

  public static final String OUTAGE_PAUSE = "kiln.registry.outage.pause.ms";

  /** Confluent's names; the defaults are chosen for a caller on a stream thread. */
  public static final ConfigDef DEFINITION =
      new ConfigDef()
          .define(
              URL, ConfigDef.Type.LIST, Importance.HIGH, "The registry's URLs, comma-separated.")
          .define(
              CREDENTIALS_SOURCE,
              ConfigDef.Type.STRING,
              "URL",
              Importance.MEDIUM,
              "Where user and password come from: URL (user:password@host) or USER_INFO.")
          .define(
              USER_INFO,
              ConfigDef.Type.PASSWORD,
              "",
              Importance.MEDIUM,
              "user:password, with the source USER_INFO.")
          .define(
              BEARER_SOURCE,
              ConfigDef.Type.STRING,
              "",
              Importance.LOW,
              "STATIC_TOKEN sends the configured token; empty sends none.")
          .define(
              BEARER_TOKEN,
              ConfigDef.Type.PASSWORD,
              "",
              Importance.LOW,
              "The token, with the source STATIC_TOKEN.")
          .define(
              CONNECT_TIMEOUT,
              ConfigDef.Type.INT,
              2_000,
              ConfigDef.Range.atLeast(1),
              Importance.LOW,
              "Longest wait for a connection, in milliseconds.")
          .define(
              REQUEST_TIMEOUT,
              ConfigDef.Type.INT,
              5_000,
              ConfigDef.Range.atLeast(1),
              Importance.LOW,
              "Longest wait for an answer, in milliseconds.")
          .define(
              RETRIES,
              ConfigDef.Type.INT,
              2,
              ConfigDef.Range.atLeast(0),
              Importance.LOW,
              "Further rounds over all URLs after a transient failure.")
          .define(
              RETRY_WAIT,
              ConfigDef.Type.INT,
              100,
              ConfigDef.Range.atLeast(0),
              Importance.LOW,
              "Pause before the first further round, in milliseconds; doubles with each.")
          .define(
              NORMALIZE,
              ConfigDef.Type.BOOLEAN,
              false,
              Importance.LOW,
              "Whether the registry brings schemas into its normal form before it compares them.")
          .define(
              OUTAGE_PAUSE,
              ConfigDef.Type.INT,
              1_000,
              ConfigDef.Range.atLeast(0),
              Importance.LOW,
              "After all rounds failed, calls fail at once for this many milliseconds.");

  public RegistryConfig {
    if (urls.isEmpty()) {
      throw new ConfigException(URL, urls, "at least one URL is needed");
    }
    urls = urls.stream().map(RegistryConfig::checked).toList();
    if (retries < 0) {
      throw new ConfigException(RETRIES, retries, "must be at least 0");
    }
  }

  /** One registry, default patience. */
  public static RegistryConfig of(URI url) {
    return from(Map.of(URL, url.toString()));
  }

  /** Reads the settings of a serializer; other keys are ignored. */
  public static RegistryConfig from(Map<String, ?> settings) {
    var config = new AbstractConfig(DEFINITION, settings, false);
    List<URI> urls = config.getList(URL).stream().map(RegistryConfig::uri).toList();
    return new RegistryConfig(
        urls.stream().map(RegistryConfig::withoutUserInfo).toList(),
        authorization(config, urls),
        Duration.ofMillis(config.getInt(CONNECT_TIMEOUT)),
        Duration.ofMillis(config.getInt(REQUEST_TIMEOUT)),
        config.getInt(RETRIES),
        Duration.ofMillis(config.getInt(RETRY_WAIT)),
        config.getBoolean(NORMALIZE),
        RegistryTls.context(config.originals()),
        Duration.ofMillis(config.getInt(OUTAGE_PAUSE)));
  }

  private static @Nullable String authorization(AbstractConfig config, List<URI> urls) {
    if (config.getString(BEARER_SOURCE).equals("STATIC_TOKEN")) {
      return "Bearer " + config.getPassword(BEARER_TOKEN).value();
    }
    String source = config.getString(CREDENTIALS_SOURCE);
    String user =
        switch (source) {
          case "USER_INFO" -> userInfo(config.getPassword(USER_INFO));
          case "URL" -> urls.isEmpty() ? null : urls.get(0).getUserInfo();
          default ->
              throw new ConfigException(CREDENTIALS_SOURCE, source, "must be URL or USER_INFO");
        };
    return user == null
        ? null
        : "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
  }

  private static String userInfo(Password userInfo) {
    if (userInfo.value().indexOf(':') < 1) {
      throw new ConfigException(USER_INFO + " must be user:password");
    }
    return userInfo.value();
  }

  private static URI uri(String text) {
    try {
      return URI.create(text.strip());
    } catch (IllegalArgumentException e) {
      throw new ConfigException(URL, withoutUser(text), "is not a URL");
    }
  }

  private static URI withoutUserInfo(URI url) {
    String user = url.getRawUserInfo();
    return user == null ? url : URI.create(url.toString().replaceFirst("//[^/@]*@", "//"));
  }

  /** Whatever stands before the last @ of something that should have been a URL may be a secret. */
  private static String withoutUser(String text) {
    int at = text.lastIndexOf('@');
    return at < 0 ? text : "[hidden]" + text.substring(at);
  }

  private static URI checked(URI url) {
    if (!List.of("http", "https").contains(String.valueOf(url.getScheme()))
        || url.getHost() == null) {
      throw new ConfigException(
          URL, withoutUser(url.toString()), "must begin with http:// or https:// and name a host");
    }
    String text = url.toString();
    return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
  }

  /** Without the credentials. */
  @Override
  public String toString() {
    return "RegistryConfig" + Arrays.asList(urls.toArray());
  }
}
