/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.Bytes;
import dev.semel.ResultEncryption;
import java.util.Base64;
import java.util.Map;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Encryption of recorded answers.
 *
 * @param active name of the key to encrypt with, one of {@code keys}; empty to store answers as they are
 * @param keys by name: 32 random bytes in Base64, as {@code openssl rand -base64 32} prints them; the others only decrypt
 */
public record EncryptionProperties(@DefaultValue("") String active, @DefaultValue Map<String, String> keys) {
    /**
     * Checks names and keys.
     *
     * @param active as above
     * @param keys as above
     * @throws IllegalArgumentException if one does not fit, or keys are given and none is active
     */
    public EncryptionProperties {
        keys = Map.copyOf(keys);
        keys.forEach(EncryptionProperties::check);
        if (active.isEmpty() ? !keys.isEmpty() : !keys.containsKey(active)) {
            throw new IllegalArgumentException(
                    "semel.encryption.active must name one of semel.encryption.keys, which are " + keys.keySet()
                            + "; it is \"" + active + "\".");
        }
    }

    ResultEncryption encryption() {
        if (active.isEmpty()) {
            return ResultEncryption.none();
        }
        ResultEncryption encryption = ResultEncryption.with(active, bytes(keys.getOrDefault(active, "")));
        for (Map.Entry<String, String> key : keys.entrySet()) {
            if (!key.getKey().equals(active)) {
                encryption = encryption.reading(key.getKey(), bytes(key.getValue()));
            }
        }
        return encryption;
    }

    /** What fails the start must not print the key. */
    private static void check(String name, String key) {
        Bytes bytes;
        try {
            bytes = bytes(key);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("semel.encryption.keys." + name + " is no Base64.");
        }
        try {
            ResultEncryption.with(name, bytes);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("semel.encryption.keys." + name + ": " + e.getMessage(), e);
        }
    }

    private static Bytes bytes(String key) {
        return Bytes.wrap(Base64.getDecoder().decode(key));
    }

    /** Hides the keys. */
    @Override
    public String toString() {
        return "EncryptionProperties[" + active + " of " + keys.keySet() + "]";
    }
}
