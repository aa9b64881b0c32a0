import { SiteUrl } from './site-url.js';

describe('SiteUrl', () => {
  it('is what PUBLIC_URL says, whatever port is taken', () => {
    const site = new SiteUrl('https://learn.example.org', 0);
    site.listeningOn(4711);
    expect([site.url, site.origin, site.isHttps, site.to('/a')]).toEqual(['https://learn.example.org', 'https://learn.example.org', true, 'https://learn.example.org/a']);
  });

  it('is localhost otherwise, with the port that was taken when none was asked for', () => {
    const [fixed, free] = [new SiteUrl(undefined, 3000), new SiteUrl(undefined, 0)];
    for (const site of [fixed, free]) site.listeningOn(4711);
    expect([fixed.url, free.url, free.isHttps]).toEqual(['http://localhost:3000', 'http://localhost:4711', false]);
  });
});
