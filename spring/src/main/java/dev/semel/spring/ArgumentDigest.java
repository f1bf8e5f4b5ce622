/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import dev.semel.Bytes;
import dev.semel.Fingerprint;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** SHA-256 over arguments, each with its length, so that no two lists of arguments share an input. */
final class ArgumentDigest {
    private static final int ALGORITHM = 1;

    private ArgumentDigest() {}

    static Fingerprint of(List<Bytes> arguments) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Bytes argument : arguments) {
                int length = argument.length();
                digest.update(
                        new byte[] {(byte) (length >>> 24), (byte) (length >>> 16), (byte) (length >>> 8), (byte) length
                        });
                digest.update(argument.toArray());
            }
            return new Fingerprint(ALGORITHM, Bytes.wrap(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256; this one has not.", e);
        }
    }
}
