package io.charrnn.testing;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;

import io.charrnn.workspace.CurrentWorkspace;
import io.charrnn.workspace.Workspace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Lets the thread of each test act in the workspace {@code default}, as a request without
 * a key does. JUnit finds it by itself.
 */
public class DefaultWorkspace implements InvocationInterceptor {

	/** Makes threads that act in it as well. */
	public static Thread thread(Runnable work) {
		return new Thread(() -> CurrentWorkspace.run(Workspace.DEFAULT, work));
	}

	@Override
	public void interceptBeforeAllMethod(Invocation<@Nullable Void> invocation,
			ReflectiveInvocationContext<Method> method, ExtensionContext context) throws Throwable {
		proceed(invocation);
	}

	@Override
	public void interceptBeforeEachMethod(Invocation<@Nullable Void> invocation,
			ReflectiveInvocationContext<Method> method, ExtensionContext context) throws Throwable {
		proceed(invocation);
	}

	@Override
	public void interceptTestMethod(Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method,
			ExtensionContext context) throws Throwable {
		proceed(invocation);
	}

	@Override
	public void interceptTestTemplateMethod(Invocation<@Nullable Void> invocation,
			ReflectiveInvocationContext<Method> method, ExtensionContext context) throws Throwable {
		proceed(invocation);
	}

	@Override
	public void interceptAfterEachMethod(Invocation<@Nullable Void> invocation,
			ReflectiveInvocationContext<Method> method, ExtensionContext context) throws Throwable {
		proceed(invocation);
	}

	@Override
	public <T> T interceptTestClassConstructor(Invocation<T> invocation,
			ReflectiveInvocationContext<Constructor<T>> constructor, ExtensionContext context) throws Throwable {
		return proceed(invocation);
	}

	private static <T> T proceed(Invocation<T> invocation) throws Throwable {
		Result<T> result = CurrentWorkspace.call(Workspace.DEFAULT, () -> Result.of(invocation));
		if (result.failure() != null) {
			throw result.failure();
		}
		return result.value();
	}

	/** What an invocation returned or threw. */
	private record Result<T>(T value, @Nullable Throwable failure) {

		@SuppressWarnings("NullAway")
		static <T> Result<T> of(Invocation<T> invocation) {
			try {
				return new Result<>(invocation.proceed(), null);
			}
			catch (Throwable ex) {
				return new Result<>(null, ex);
			}
		}

	}

}
