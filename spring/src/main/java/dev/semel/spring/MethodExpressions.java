/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/** Parses the expressions of {@link Idempotent} at start and evaluates them at each call. */
final class MethodExpressions {
    private final SpelExpressionParser parser = new SpelExpressionParser();
    private final ParameterNameDiscoverer names = new DefaultParameterNameDiscoverer();
    private final BeanFactoryResolver beans;

    MethodExpressions(BeanFactory beans) {
        this.beans = new BeanFactoryResolver(beans);
    }

    /** Parses, and refuses a variable that is no parameter: it would be null in every call. */
    Expression parse(String attribute, String text, Method method) {
        if (text.isBlank()) {
            throw new IdempotencySetupException(
                    where(attribute, text, method) + " is blank.", "Write SpEL over the arguments.");
        }
        SpelExpression expression;
        try {
            expression = parser.parseRaw(text);
        } catch (ParseException e) {
            throw new IdempotencySetupException(
                    where(attribute, text, method) + " is no expression: " + e.getSimpleMessage() + ".",
                    "Write SpEL over the arguments, for example #order.id.",
                    e);
        }
        List<String> known = variables(method);
        for (String variable : variables(expression.getAST(), new ArrayList<>())) {
            if (!known.contains(variable)) {
                throw new IdempotencySetupException(
                        where(attribute, text, method) + " names #" + variable + ", which is no parameter.",
                        "There are " + known + "; names need the compiler option -parameters.");
            }
        }
        return expression;
    }

    @Nullable
    Object value(Expression expression, Invoked call) {
        MethodBasedEvaluationContext context =
                new MethodBasedEvaluationContext(null, call.method(), call.array(), names);
        context.setBeanResolver(beans);
        return expression.getValue(context);
    }

    private static String where(String attribute, String text, Method method) {
        return "@Idempotent of " + MethodNames.of(method) + ": " + attribute + " = \"" + text + "\"";
    }

    private List<String> variables(Method method) {
        List<String> known = new ArrayList<>();
        @Nullable String @Nullable [] declared = names.getParameterNames(method);
        if (declared != null) {
            known.addAll(Arrays.asList(declared));
        }
        IntStream.range(0, method.getParameterCount()).forEach(i -> {
            known.add("p" + i);
            known.add("a" + i);
        });
        return known;
    }

    private static List<String> variables(SpelNode node, List<String> found) {
        if (node instanceof VariableReference variable) {
            String name = variable.toStringAST().substring(1);
            if (!name.equals("this") && !name.equals("root")) {
                found.add(name);
            }
        }
        for (int i = 0; i < node.getChildCount(); i++) {
            variables(node.getChild(i), found);
        }
        return found;
    }
}
