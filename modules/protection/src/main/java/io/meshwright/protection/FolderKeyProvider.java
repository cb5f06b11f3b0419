package io.meshwright.protection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.crypto.tink.KeysetHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps wrapped keysets in a folder, one file each: {@code sales.orders/column-email.json}.
 *
 * <p>The files may be copied and backed up like any other; without what wraps them ({@link
 * KeyEncryption}) nobody can read them. Each says in clear which key it is, what wrapped it and its
 * key ids.
 */
public final class FolderKeyProvider implements KeyProvider {

  private static final Logger LOG = LoggerFactory.getLogger(FolderKeyProvider.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SUFFIX = ".json";

  private final AtomicFolder folder;
  private final KeyEncryption encryption;
  private final Optional<Path> ownKey;

  private FolderKeyProvider(Path folder, KeyEncryption encryption, Optional<Path> ownKey) {
    this.folder = new AtomicFolder(folder);
    this.encryption = encryption;
    this.ownKey = ownKey;
  }

  public static FolderKeyProvider of(Path folder, KeyEncryption encryption) {
    return new FolderKeyProvider(folder, encryption, Optional.empty());
  }

  /**
   * Keys for development: what wraps the keysets is a file too, made together with the first of
   * them. Executors on other machines have no such file.
   */
  public static FolderKeyProvider local(Path folder, Path keyFile) {
    Path file = keyFile.toAbsolutePath().normalize();
    return new FolderKeyProvider(
        folder, new SecretKeyEncryption("file:" + file), Optional.of(file));
  }

  @Override
  public WrappedKeyset obtain(KeyName name) {
    return find(name).orElseGet(() -> create(name));
  }

  @Override
  public Optional<WrappedKeyset> find(KeyName name) {
    return folder.find(file(name)).map(text -> read(name, text));
  }

  @Override
  public List<KeyName> names(String owner) {
    return folder.names(owner).stream()
        .filter(file -> file.endsWith(SUFFIX))
        .map(file -> new KeyName(owner, file.substring(0, file.length() - SUFFIX.length())))
        .toList();
  }

  @Override
  public WrappedKeyset rotate(KeyName name) {
    if (name.isForTokens()) {
      throw ProtectionException.invalid(
          "Cannot rotate %s: equal values would get different tokens, and joins would lose rows"
              .formatted(name),
          "keep it, or protect the field with encrypt");
    }

    return change(name, (wrapped, keyset) -> Keysets.rotate(name, keyset));
  }

  @Override
  public WrappedKeyset destroy(KeyName name, KeyId key) {
    return change(
        name,
        (wrapped, keyset) -> {
          requireSpare(wrapped, key);
          return Keysets.without(key, keyset);
        });
  }

  @Override
  public String toString() {
    return "the key folder " + folder;
  }

  private WrappedKeyset create(KeyName name) {
    ownKey.filter(Files::notExists).ifPresent(this::createOwnKey);
    String text =
        folder.update(
            file(name),
            old ->
                old.or(
                    () ->
                        Optional.of(print(Keysets.wrap(name, Keysets.create(name), encryption)))));
    WrappedKeyset keyset = read(name, text);
    LOG.warn(
        "Key {} is new: key id {} in {}, wrapped by {}. Keep a copy of both; without them nobody"
            + " reads what it encrypts",
        name,
        keyset.primary(),
        this,
        encryption);
    return keyset;
  }

  private void createOwnKey(Path file) {
    if (!folder.names(".").isEmpty()) {
      throw ProtectionException.denied(
          "Cannot make key encryption key %s: %s holds keysets that another one wrapped"
              .formatted(file, this),
          "restore the file; a new one could not read what is there");
    }

    new AtomicFolder(file.getParent())
        .update(
            file.getFileName().toString(),
            old -> old.or(() -> Optional.of(SecretKeyEncryption.newKey())));
    LOG.warn("Key encryption key {} is new; it is for development, and wraps every key", file);
  }

  private WrappedKeyset change(
      KeyName name, BiFunction<WrappedKeyset, KeysetHandle, KeysetHandle> change) {
    load(name);
    String text =
        folder.update(
            file(name),
            old -> {
              WrappedKeyset wrapped = read(name, old.orElseThrow(() -> Keysets.damaged(name)));
              KeysetHandle changed = change.apply(wrapped, Keysets.unwrap(wrapped));
              return Optional.of(print(Keysets.wrap(name, changed, encryption)));
            });
    return read(name, text);
  }

  private static void requireSpare(WrappedKeyset keyset, KeyId key) {
    if (!keyset.keys().contains(key)) {
      throw ProtectionException.invalid(
          "Cannot destroy key id %s: %s has %s".formatted(key, keyset.name(), keyset.keys()),
          "name one of these");
    }
    if (keyset.primary().equals(key)) {
      throw ProtectionException.invalid(
          "Cannot destroy key id %s: it is the one that %s encrypts with"
              .formatted(key, keyset.name()),
          "rotate the key and rewrite what it encrypted before");
    }
  }

  private static String print(WrappedKeyset keyset) {
    try {
      ObjectNode file = JSON.createObjectNode();
      file.put("key", keyset.name().toString());
      file.put("wrapped_by", keyset.encryption().toString());
      file.set("keyset", JSON.readTree(keyset.encrypted()));
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(file);
    } catch (JsonProcessingException e) {
      throw new AssertionError("Tink writes JSON", e);
    }
  }

  private WrappedKeyset read(KeyName name, String text) {
    JsonNode file;
    try {
      file = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw damaged(name);
    }
    if (!file.path("keyset").path("encryptedKeyset").isTextual()
        || !file.path("keyset").path("keysetInfo").path("primaryKeyId").isIntegralNumber()) {
      throw damaged(name);
    }
    String owner = file.path("key").asText();
    if (!owner.equals(name.toString())) {
      throw ProtectionException.invalid(
          "Cannot use key %s: %s in %s holds the keyset of %s"
              .formatted(name, file(name), this, owner),
          "restore the keyset that belongs here");
    }
    return new WrappedKeyset(name, encryption, file.path("keyset").toString());
  }

  private ProtectionException damaged(KeyName name) {
    return ProtectionException.invalid(
        "Cannot read key %s: %s in %s is no keyset".formatted(name, file(name), this),
        "restore it from a copy");
  }

  private static String file(KeyName name) {
    return name.owner() + "/" + name.use() + SUFFIX;
  }
}
