// The kinds of elements, their different looks, and the kinds that look otherwise.
(whole, cut) => [cut.size, new Set(cut.values()).size,
  [...new Set([...cut.keys(), ...whole.keys()])].filter((k) => cut.get(k) !== whole.get(k))]
