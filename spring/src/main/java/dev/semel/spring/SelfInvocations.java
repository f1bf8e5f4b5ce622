/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;
import org.springframework.util.ClassUtils;

/**
 * Finds the methods of a class that call a method of the same class on {@code this}, past the proxy, so that the call is
 * not guarded. It reads the class file, and so cannot tell {@code this} from another object of the class: good for a
 * warning only.
 */
final class SelfInvocations {
    private SelfInvocations() {}

    static Set<String> callersOf(Method method, Class<?> type) {
        Set<String> callers = new TreeSet<>();
        try (InputStream classFile = type.getResourceAsStream(ClassUtils.getClassFileName(type))) {
            if (classFile != null) {
                new ClassReader(classFile)
                        .accept(new Callers(method, type, callers), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            }
        } catch (IOException | IllegalArgumentException e) {
            // A class file that cannot be read, or is newer than the reader, gives no warning.
            return Set.of();
        }
        return callers;
    }

    private static final class Callers extends ClassVisitor {
        private final String owner;
        private final String called;
        private final Set<String> callers;

        Callers(Method method, Class<?> type, Set<String> callers) {
            super(SpringAsmInfo.ASM_VERSION);
            this.owner = Type.getInternalName(type);
            this.called = method.getName() + Type.getMethodDescriptor(method);
            this.callers = callers;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String caller, String descriptor, @Nullable String signature, String @Nullable [] thrown) {
            return new MethodVisitor(SpringAsmInfo.ASM_VERSION) {
                @Override
                public void visitMethodInsn(int opcode, String on, String name, String type, boolean isInterface) {
                    if (on.equals(owner) && called.equals(name + type)) {
                        callers.add(caller);
                    }
                }
            };
        }
    }
}
