// The server's rule for passwords, told before they are sent.

/** bcrypt reads 72 bytes and one of them is the end mark: 8 to 71 bytes of UTF-8. */
export function passwordProblem(password: string): 'long' | 'short' | undefined {
  const bytes = new TextEncoder().encode(password).length;
  if (bytes < 8) return 'short';
  if (bytes > 71) return 'long';
  return undefined;
}
