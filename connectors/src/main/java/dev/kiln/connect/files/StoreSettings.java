package dev.kiln.connect.files;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import dev.kiln.connect.config.InContext;
import dev.kiln.connect.config.SettingException;
import dev.kiln.connect.config.Valid;
import dev.kiln.storage.BlobStores;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The settings that say where files go. */
final class StoreSettings {

  static final String STORE = "store";
  static final String S3_REGION = "s3.region";
  static final String S3_ENDPOINT = "s3.endpoint";
  static final String S3_KEY_ID = "s3.access.key.id";
  static final String S3_SECRET = "s3.secret.access.key";

  private StoreSettings() {}

  /**
   * Adds the keys to a definition.
   *
   * @param check the rules of the whole configuration
   */
  static void define(ConfigDef definition, InContext check) {
    String group = "Object store";
    definition
        .define(
            STORE,
            ConfigDef.Type.STRING,
            ConfigDef.NO_DEFAULT_VALUE,
            Valid.rule(
                "dir:/path of a directory that can be written to or made, or s3://bucket/prefix",
                StoreSettings::isStore),
            HIGH,
            "Where files go: dir:/path for a directory, which every worker must see at that place,"
                + " or s3://bucket/prefix for S3 and what speaks its protocol.",
            SampleSinkConfig.FILES,
            0,
            Width.LONG,
            "Store")
        .define(
            S3_REGION,
            ConfigDef.Type.STRING,
            "us-east-1",
            Valid.notBlank(),
            MEDIUM,
            "The region of the bucket.",
            group,
            1,
            Width.SHORT,
            "Region")
        .define(
            S3_ENDPOINT,
            ConfigDef.Type.STRING,
            "",
            Valid.rule("empty, or the URL of a server", StoreSettings::isEndpoint),
            MEDIUM,
            "The URL of a server that speaks S3's protocol; empty is Amazon's.",
            group,
            2,
            Width.LONG,
            "Endpoint")
        .define(
            S3_KEY_ID,
            ConfigDef.Type.STRING,
            "",
            null,
            MEDIUM,
            "The id of the access key. Empty takes the credentials from where the AWS SDK looks for"
                + " them: the worker's environment, system properties, profile, or role.",
            group,
            3,
            Width.MEDIUM,
            "Access key id",
            check)
        .define(
            S3_SECRET,
            ConfigDef.Type.PASSWORD,
            "",
            null,
            MEDIUM,
            "The secret of the access key; needed with its id.",
            group,
            4,
            Width.MEDIUM,
            "Secret access key",
            check);
  }

  private static boolean isStore(String value) {
    try {
      BlobStores.checkPlace(value);
      return !value.isEmpty()
          && BlobStores.directory(value).map(d -> Valid.isWritable(d)).orElse(true);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isEndpoint(String value) {
    try {
      BlobStores.checkEndpoint(value);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * The store, and who asks it.
   *
   * @throws SettingException if there is half an access key
   */
  static BlobStores.Settings of(AbstractConfig config) {
    String id = config.getString(S3_KEY_ID);
    String secret = config.getPassword(S3_SECRET).value();
    if (id.isEmpty() != secret.isEmpty()) {
      String missing = id.isEmpty() ? S3_KEY_ID : S3_SECRET;
      throw new SettingException(missing, "nothing", "must be given: there is only the other half");
    }
    return new BlobStores.Settings(
        config.getString(STORE),
        config.getString(S3_REGION),
        config.getString(S3_ENDPOINT),
        id.isEmpty() ? null : new BlobStores.Credentials(id, secret));
  }
}
