'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import { type CentreState, readAddress, writeAddress } from './centre-address.ts';
import type { CentreChoices } from './centre-choices.ts';

/**
 * The address is what remembers: Back takes a choice back, and a reload or a bookmark finds it again. It changes
 * without a round trip, for the list itself is fetched by the inbox.
 */
export function useCentreAddress(choices: CentreChoices) {
  const path = usePathname();
  const search = useSearchParams();
  const state = useMemo(() => readAddress(search, choices), [search, choices]);

  // What does not go together, such as a type and the tab of another category, is never written.
  const addressOf = (wanted: CentreState) =>
    `${path}${writeAddress(readAddress(new URLSearchParams(writeAddress(wanted)), choices))}`;

  const open = (address: string) => {
    if (address !== addressOf(state)) window.history.pushState(null, '', address);
  };

  const go = (wanted: CentreState) => {
    const isSearchRetyped =
      state.q && wanted.q && writeAddress({ ...wanted, q: state.q }) === writeAddress(state);
    // One step back for a search, not one for each letter of it.
    if (isSearchRetyped) window.history.replaceState(null, '', addressOf(wanted));
    else open(addressOf(wanted));
  };

  return { state, addressOf, open, go };
}
