/** `find`, whose answer for the same object is found once, whoever asks: for objects that are never changed in place. */
export function remembered<In extends object, Out>(find: (of: In) => Out): (of: In) => Out {
  const found = new WeakMap<In, { answer: Out }>();
  return (of) => {
    const known = found.get(of);
    if (known) return known.answer;
    const answer = find(of);
    found.set(of, { answer });
    return answer;
  };
}
