package io.meshwright.pipeline;

import io.meshwright.protection.KeyId;
import io.meshwright.protection.KeyName;
import io.meshwright.protection.KeyProvider;
import io.meshwright.protection.WrappedKeyset;
import java.util.List;
import java.util.Optional;

/**
 * The keys of an environment, looked for when one is needed: a product without personal data runs
 * where nobody has said where keys are.
 */
record ConfiguredKeys(Environment environment) implements KeyProvider {

  @Override
  public WrappedKeyset obtain(KeyName name) {
    return environment.keys().obtain(name);
  }

  @Override
  public Optional<WrappedKeyset> find(KeyName name) {
    return environment.keys().find(name);
  }

  @Override
  public List<KeyName> names(String owner) {
    return environment.keys().names(owner);
  }

  @Override
  public WrappedKeyset rotate(KeyName name) {
    return environment.keys().rotate(name);
  }

  @Override
  public WrappedKeyset destroy(KeyName name, KeyId key) {
    return environment.keys().destroy(name, key);
  }

  @Override
  public String toString() {
    return environment.keys().toString();
  }
}
